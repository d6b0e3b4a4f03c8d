import type { accessLog } from '@/db/schema/audit'
import type { fundsQuestions } from '@/db/schema/funds-questions'
import { addDays, bankDay } from '@/lib/bank-day'
import { QUESTION, type Question } from '@/lib/funds/find-funds-questions'
import type { VaultKey } from '@/lib/vault/vault-key'
import { instantOn } from './calendar'
import type { SeededPermission } from './permission'
import { PERSONAS } from './personas'
import { seedId } from './seed-id'
import { THIRD_PARTIES } from './third-parties'

/** The questions a third party asked under a permission, as the log and the customer keep them; never ahead of `now`. */
export function drawQuestions(
  permission: SeededPermission,
  consentId: string,
  place: Place,
): DrawnQuestion[] {
  const { now, timeZone, key } = place
  const psuId = PERSONAS[permission.psu].id
  const [account] = permission.accounts
  if (!account) return []
  const today = bankDay(now, timeZone)
  return (permission.questions ?? []).flatMap(({ daysAgo, minutes, ...told }) => {
    const at = instantOn(addDays(today, -daysAgo), minutes, timeZone)
    if (at > now) return []
    const callId = seedId(`question:${consentId}:${at.getTime()}`)
    const question: Question = { ...told, currency: account.currency }
    const look = {
      callId,
      at,
      tppId: THIRD_PARTIES[permission.tpp].id,
      consentId,
      psuId,
      accountId: account.id,
      method: 'POST',
      route: '/v1/funds-confirmations',
      status: 200,
      psuPresent: false,
      requestId: seedId(`request:${callId}`),
    }
    return [
      { look, question: { callId, at, consentId, psuId, sealedQuestion: key.seal(QUESTION, question) } },
    ]
  })
}

type Place = { now: Date; timeZone: string; key: VaultKey }
type DrawnQuestion = { look: typeof accessLog.$inferInsert; question: typeof fundsQuestions.$inferInsert }
