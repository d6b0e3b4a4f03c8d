import type { PAYMENT_PRODUCTS, PAYMENT_REJECTIONS, PAYMENT_STATUSES } from '@/db/schema/payments'
import { spokenReference } from '@/lib/consent/consent'
import type { Money } from '@/lib/core-banking/account'

export type PaymentProduct = (typeof PAYMENT_PRODUCTS)[number]
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number]
export type PaymentRejection = (typeof PAYMENT_REJECTIONS)[number]

/**
 * What a third party asks to have paid, as it asked; it is what `payments.sealedOrder` holds. `money` is positive and in euro.
 * `debtorIban` null: the customer picks the account. `executeOn` null: at once, otherwise a later day of the bank.
 */
export type PaymentOrder = {
  money: Money
  creditor: { name: string; iban: string; bic: string | null }
  debtorIban: string | null
  endToEndId: string | null
  remittance: string | null
  executeOn: string | null
}

/** What a person reads out on the phone, PMT-XXXX-XXXX. */
export const paymentReference = (paymentId: string) => spokenReference('PMT', paymentId)

/** The status as it stands now: a request that nobody answered in time is rejected, whether or not a job has said so. */
export function paymentStatusAt({ status, answerBy }: Answerable, now: Date): PaymentStatus {
  return status === 'RCVD' && answerBy <= now ? 'RJCT' : status
}

/** Why it is rejected as it stands now. */
export function rejectionAt(payment: Answerable & Rejected, now: Date): PaymentRejection | null {
  return payment.status === 'RCVD' && payment.answerBy <= now ? 'unanswered' : payment.rejection
}

/** Whether the customer may still take it back on this day of the bank: it is for a later one, and nobody has begun. */
export function isCancellable({ status, executeOn, startedAt }: Planned, today: string): boolean {
  return status === 'ACTC' && startedAt === null && executeOn !== null && executeOn > today
}

type Rejected = { rejection: PaymentRejection | null }
type Planned = { status: PaymentStatus; executeOn: string | null; startedAt: Date | null }
type Answerable = { status: PaymentStatus; answerBy: Date }
