import type { accessLog } from '@/db/schema/audit'
import { addDays, bankDay } from '@/lib/bank-day'
import { instantOn } from './calendar'
import { type Dice, dice } from './dice'
import type { SeededPermission } from './permission'
import type { Times } from './permission-times'
import { PERSONAS } from './personas'
import { seedId } from './seed-id'
import { THIRD_PARTIES, type ThirdParty } from './third-parties'

const MORNING = 6 * 60
const EVENING = 19 * 60
/** Half an hour around: programs start on the hour, people when they please. */
const AWAY_SPREAD = 9
const PRESENT_SPREAD = 110
const RUN_EVERY = 290
/** How often a day an endpoint may be read without the customer. */
const AWAY_MAX = 4

/**
 * The calls a third party made under a permission, served and refused, as the access log keeps them. Never before it was
 * allowed, never served after it ended, and never ahead of `now`.
 */
export function drawLooks(permission: SeededPermission, times: Times, consentId: string, day: Today): Look[] {
  const { looks, askedDaysAgo } = permission
  if (!looks || times.decidedAt === null) return []
  const write = writerOf(permission, consentId)
  const today = bankDay(day.now, day.timeZone)
  const last = Math.max(looks.untilDaysAgo ?? 0, daysBefore(today, times.endedAt, day.timeZone))
  const at = (daysAgo: number, minutes: number) => instantOn(addDays(today, -daysAgo), minutes, day.timeZone)
  const served: Look[] = []
  for (let ago = last; ago <= Math.min(last + looks.days - 1, askedDaysAgo); ago++) {
    const luck = dice(`looks:${permission.key}:${addDays(today, -ago)}`)
    const evening = EVENING + luck.between(-PRESENT_SPREAD, PRESENT_SPREAD)
    if (looks.busy?.daysAgo === ago)
      served.push(...write.busy((minutes) => at(ago, minutes), looks.busy.looks, luck))
    else if (looks.tooOften?.daysAgo === ago) served.push(...write.tooOften((minutes) => at(ago, minutes)))
    else {
      if (luck.chance(looks.away / 100))
        for (let run = 0; run < (looks.runs ?? 1); run++)
          served.push(
            ...write.visit(at(ago, MORNING + run * RUN_EVERY + luck.between(0, AWAY_SPREAD)), false, luck),
          )
      if (luck.chance(looks.present / 100)) served.push(...write.visit(at(ago, evening), true, luck))
    }
  }
  const { decidedAt, endedAt } = times
  // A third party that the bank has paused reads nothing from then on.
  const { pausedDaysAgo } = THIRD_PARTIES[permission.tpp] as ThirdParty
  const pausedAt = pausedDaysAgo === undefined ? day.now : at(pausedDaysAgo, 0)
  const inTime = served.filter(
    (look) => look.at > decidedAt && look.at < (endedAt ?? day.now) && look.at < pausedAt,
  )
  // Right after it was allowed the third party reads for the first time, with the customer waiting.
  const first = permission.outcome.status === 'rejected' ? [] : firstVisit(permission, decidedAt, write)
  const refused = (looks.refused?.daysAgo ?? []).map((ago) =>
    write.refusal(at(ago, MORNING + (ago % AWAY_SPREAD)), 401, looks.refused?.code ?? 'CONSENT_INVALID'),
  )
  return [...first, ...inTime, ...refused].filter((look) => look.at <= day.now)
}

function firstVisit(permission: SeededPermission, decidedAt: Date, write: Writer): Look[] {
  return write.visit(new Date(decidedAt.getTime() + 3_000), true, dice(`first:${permission.key}`))
}

function writerOf(permission: SeededPermission, consentId: string): Writer {
  const row = (at: Date, route: Route, accountId: string | null, told: Partial<Look>): Look => ({
    callId: seedId(`look:${consentId}:${at.getTime()}:${route}:${accountId}`),
    at,
    tppId: THIRD_PARTIES[permission.tpp].id,
    consentId,
    psuId: PERSONAS[permission.psu].id,
    accountId,
    method: 'GET',
    route,
    status: 200,
    psuPresent: false,
    requestId: seedId(`request:${consentId}:${at.getTime()}:${route}:${accountId}`),
    ...told,
  })
  const { balances, transactions } = permission.rights
  const onAccount: Route[] = [
    ...(balances ? [ROUTES.balances] : []),
    ...(transactions ? [ROUTES.transactions] : []),
    ...(balances || transactions ? [] : [ROUTES.account]),
  ]
  const calls = permission.accounts.flatMap(({ id }) => onAccount.map((route) => ({ route, id })))
  // As the door writes it: how many accounts the list gave.
  const listed = { items: permission.accounts.length }
  const visit: Writer['visit'] = (at, psuPresent, luck) => {
    const all = [{ route: ROUTES.accounts as Route, id: null }, ...calls]
    return all.map(({ route, id }, index) =>
      row(new Date(at.getTime() + index * 700 + luck.between(0, 400)), route, id, {
        psuPresent,
        ...(id === null ? listed : {}),
      }),
    )
  }
  const refusal: Writer['refusal'] = (at, status, code) =>
    row(at, ROUTES.accounts, null, { status, code, psuPresent: false })
  return {
    visit,
    refusal,
    busy: (at, count, luck) =>
      Array.from({ length: count }, (_, index) =>
        visit(at(MORNING + 180 + index * 80 + luck.between(0, 40)), true, luck),
      ).flat(),
    tooOften: (at) => [
      ...Array.from({ length: AWAY_MAX }, (_, index) =>
        row(at(MORNING + index * 240), ROUTES.accounts, null, listed),
      ),
      refusal(at(MORNING + AWAY_MAX * 240 - 30), 429, 'ACCESS_EXCEEDED'),
    ],
  }
}

/** How many days of the bank before today an instant lies; 0 when it is null. */
function daysBefore(today: string, at: Date | null, timeZone: string): number {
  if (at === null) return 0
  return Math.round((Date.parse(today) - Date.parse(bankDay(at, timeZone))) / 86_400_000)
}

const ROUTES = {
  accounts: '/v1/accounts',
  account: '/v1/accounts/{account-id}',
  balances: '/v1/accounts/{account-id}/balances',
  transactions: '/v1/accounts/{account-id}/transactions',
} as const

type Route = (typeof ROUTES)[keyof typeof ROUTES]
type Look = typeof accessLog.$inferInsert
type Today = { now: Date; timeZone: string }
type Writer = {
  visit: (at: Date, psuPresent: boolean, luck: Dice) => Look[]
  refusal: (at: Date, status: number, code: string) => Look
  busy: (at: (minutes: number) => Date, count: number, luck: Dice) => Look[]
  tooOften: (at: (minutes: number) => Date) => Look[]
}
