import type { RefusedQuestions } from '@/lib/funds/find-refused-questions'
import type { RefusedQuestionsView, RefusedWhy } from './refused-questions'

/** The codes that a question about funds is refused with, in the customer's terms. */
const WHY: Partial<Record<string, RefusedWhy>> = {
  CONSENT_INVALID: 'noPermission',
  CONSENT_EXPIRED: 'ended',
  ACCESS_EXCEEDED: 'tooOften',
  TOKEN_UNKNOWN: 'key',
  TOKEN_INVALID: 'key',
  TOKEN_EXPIRED: 'key',
  CARD_INVALID: 'otherCard',
  FORMAT_ERROR: 'otherCurrency',
  NO_PIIS_ACTIVATION: 'account',
  CERTIFICATE_BLOCKED: 'paused',
}

/** Refused questions as the page shows them; codes that mean the same to a customer are one line a day. */
export function toRefused(refused: readonly RefusedQuestions[]): RefusedQuestionsView[] {
  const lines = new Map<string, RefusedQuestionsView>()
  for (const { day, code, times } of refused) {
    const why = WHY[code] ?? 'bank'
    const line = lines.get(`${day} ${why}`)
    if (line) line.times += times
    else lines.set(`${day} ${why}`, { day, why, times })
  }
  return [...lines.values()]
}
