import type { RecordedTpp } from '@/lib/consent/consent-record'
import type { Money } from '@/lib/core-banking/account'
import type { PayeeCheck } from '@/lib/core-banking/payment-order'
import type { PaymentProduct } from './payment'

/** Grows with every change of the payment page's wording, so that the record says which words were shown. */
export const PAYMENT_TEXT_VERSION = '2026-11-21.2'

/** Grows with the record's shape: who keeps old ones reads by it. */
export const PAYMENT_RECORD_FORMAT = 'placet/payment-record/1'

/**
 * What the payment page is rendered from, and what the customer thereby approves. Its canonical form (RFC 8785) is hashed; the
 * hash stands in the challenge that the passkey signs, so that the signature is good for this amount and this payee and no
 * other (RTS (EU) 2018/389 Art. 5). `account` is the one paid from, as the bank shows it.
 */
export type PaymentRecord = {
  format: typeof PAYMENT_RECORD_FORMAT
  paymentId: string
  bank: string
  tpp: RecordedTpp
  product: PaymentProduct
  money: Money
  creditor: { name: string; iban: string }
  /** What the bank said of the payee's name (Regulation (EU) 2024/886), and whether the customer ticked that they pay all the same. */
  payee: PayeeCheck & { accepted: boolean }
  /** Whether the page said that the payee is not the bank, though it is called like it. */
  payeeLikeBank: boolean
  account: { iban: string; name: string | null; currency: string }
  reference: string | null
  executeOn: string | null
  locale: string
  textVersion: string
}
