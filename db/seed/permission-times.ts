import { addDays, bankDay, endOfDay } from '@/lib/bank-day'
import { NO_END } from '@/lib/consent/no-end'
import { instantOn } from './calendar'
import { dice } from './dice'
import type { SeededPermission } from './permission'

/** When a request that nobody has answered yet was made. */
const UNANSWERED_FOR_MILLIS = 25 * 60_000

/** The instants of a permission's life, from its days before today. `endedAt` null: it has not ended. */
function timesOf(permission: SeededPermission, { today, now, timeZone, known }: Calendar): Times {
  const { outcome, askedDaysAgo, days, key } = permission
  const luck = dice(`permission:${key}`)
  const evening = instantOn(addDays(today, -askedDaysAgo), luck.between(17 * 60, 21 * 60 + 30), timeZone)
  const waiting = outcome.status === 'received'
  const askedAt = waiting ? new Date(now.getTime() - UNANSWERED_FOR_MILLIS) : evening
  const decidedAt = waiting ? null : new Date(askedAt.getTime() + luck.between(38, 140) * 1000)
  const lastDay = addDays(bankDay(askedAt, timeZone), days - 1)
  const { validUntil, endsAt } = permission.questions
    ? NO_END
    : { validUntil: lastDay, endsAt: endOfDay(lastDay, timeZone) }
  const stopped = (daysAgo: number) =>
    instantOn(addDays(today, -daysAgo), luck.between(8 * 60, 20 * 60), timeZone)
  const endedAt = () => {
    switch (outcome.status) {
      case 'expired':
        return endsAt
      case 'replaced':
        return known(outcome.by).decidedAt
      case 'revokedByPsu':
      case 'terminatedByTpp':
        return stopped(outcome.daysAgo)
      default:
        return null
    }
  }
  return { askedAt, decidedAt, validUntil, endsAt, endedAt: endedAt() }
}

/** The times of all, by key. */
export function timesOfAll(permissions: readonly SeededPermission[], now: Date, timeZone: string) {
  const times = new Map<string, Times>()
  const find = (key: string): Times => {
    const done = times.get(key)
    if (done) return done
    const permission = permissions.find((one) => one.key === key)
    if (!permission) throw new Error(`The seed has no permission ${key}`)
    const made = timesOf(permission, { today: bankDay(now, timeZone), now, timeZone, known: find })
    times.set(key, made)
    return made
  }
  for (const { key } of permissions) find(key)
  return find
}

type Calendar = { today: string; now: Date; timeZone: string; known: (key: string) => Times }

export type Times = {
  askedAt: Date
  decidedAt: Date | null
  validUntil: string
  endsAt: Date
  endedAt: Date | null
}
