import { getLocale } from 'next-intl/server'
import type { z } from 'zod'
import { brand } from '@/lib/brand'
import { hashRecord } from '@/lib/consent/consent-record'
import { Refusal, type RefusalCode } from '@/lib/errors'
import {
  type EndedPayment,
  findPaymentRequest,
  type PaymentRequest,
} from '@/lib/payments/find-payment-request'
import type { PaymentRecord } from '@/lib/payments/payment-record'
import { recordOfPayment } from '@/lib/payments/record-of-payment'
import type { PaymentChoice } from './choice'

/** The payment that waits behind a link. Throws where it does not wait any more. */
export async function openPayment(linkId: string, now: Date): Promise<PaymentRequest> {
  const found = await findPaymentRequest(linkId, now)
  if ('pending' in found) return found.pending
  throw new Refusal(REFUSALS[found.ended.reason])
}

/**
 * As `openPayment` for an answer from a page that may be old: where the payment does not wait any more, `anew` is where it is told
 * what became of it. A sentence beside the buttons would leave a page that still offers them.
 */
export async function answeredPayment(linkId: string, now: Date): Promise<Answerable> {
  const found = await findPaymentRequest(linkId, now)
  return 'pending' in found ? { request: found.pending } : { anew: `/pay/${linkId}` }
}

/** The record of what this page shows, in its own words: what the passkey signs. */
export async function shownPayment({ request, account, accepted }: Shown): Promise<PaymentRecord> {
  return recordOfPayment({ request, account, accepted, bank: brand.name, locale: await getLocale() })
}

/**
 * A digest of everything the page shows of a payment, the customer's account and tick apart. The page carries it, and its answer
 * must bring it back: an amount, a payee or a name check that changed after the page was drawn is a new page (THR-05).
 */
export async function shownNow(request: PaymentRequest): Promise<string> {
  const record = await shownPayment({ request, account: null, accepted: false })
  return hashRecord(Buffer.alloc(0), record).toString('base64url')
}

/**
 * The page that is answered must be the one that would be drawn now: `request_changed`. Where the payee's name is another's, no
 * yes counts without the tick: `format_error`, for the page sends no form without it.
 */
export async function requireShown(request: PaymentRequest, { shown, accepted }: Answered): Promise<void> {
  if (shown !== (await shownNow(request))) throw new Refusal('request_changed')
  if (request.payee.result === 'no-match' && !accepted)
    throw new Refusal('format_error', { path: 'accepted' })
}

const REFUSALS = {
  unknown: 'interaction_ended',
  expired: 'interaction_ended',
  answered: 'already_decided',
  paused: 'certificate_blocked',
} as const satisfies Record<EndedPayment['reason'], RefusalCode>

/** To which payment a passkey's answer is bound. */
export const bindingOf = (linkId: string) => `payment:${linkId}`

type Shown = {
  request: PaymentRequest
  /** Null where the third party has named it, and for a digest. */
  account: { iban: string; name: string; currency: string } | null
  accepted: boolean
}
type Answerable = { request: PaymentRequest } | { anew: string }
type Answered = Pick<z.infer<typeof PaymentChoice>, 'shown' | 'accepted'>
