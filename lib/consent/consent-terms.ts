import 'server-only'
import { addDays, bankDay, endOfDay } from '@/lib/bank-day'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import type { ConsentRequest } from './consent'
import { NO_END } from './no-end'

/**
 * For how long and how often the bank lets a request have what it asks for. A `validUntil` beyond the bank's maximum is
 * shortened and a frequency above it lowered, as the standard wants; a day in the past or a frequency below one is
 * `format_error`, a list of accounts again and again `service_invalid`. Confirmation of funds has neither end nor
 * frequency (xs2a.md 2.4).
 */
export function consentTerms(request: ConsentRequest, now: Date): ConsentTerms {
  if (request.kind === 'fundsConfirmation') return { ...NO_END, frequencyPerDay: 1 }
  const today = bankDay(now, env.BANK_TIME_ZONE)
  if (request.validUntil < today)
    throw new Refusal('format_error', {
      path: 'validUntil',
      text: `validUntil lies in the past; today is ${today}.`,
    })
  if (!Number.isInteger(request.frequencyPerDay) || request.frequencyPerDay < 1)
    throw new Refusal('format_error', { path: 'frequencyPerDay', text: 'frequencyPerDay must be 1 or more.' })
  if (request.model === 'accountList' && request.recurring)
    throw new Refusal('service_invalid', {
      path: 'recurringIndicator',
      text: 'A list of accounts is given once. Send recurringIndicator false.',
    })
  const furthest = addDays(today, env.CONSENT_DAYS_MAX - 1)
  const validUntil = request.validUntil > furthest ? furthest : request.validUntil
  return {
    validUntil,
    endsAt: endOfDay(validUntil, env.BANK_TIME_ZONE),
    frequencyPerDay: request.recurring ? Math.min(request.frequencyPerDay, env.READS_PER_DAY_MAX) : 1,
  }
}

type ConsentTerms = { validUntil: string; endsAt: Date; frequencyPerDay: number }
