import type { PaymentRequest } from './find-payment-request'
import { payeeLikeBank } from './payee-like-bank'
import { PAYMENT_RECORD_FORMAT, PAYMENT_TEXT_VERSION, type PaymentRecord } from './payment-record'

/**
 * The record of what the page shows: the same from the page, from the options of the passkey and from its answer, or the answer
 * is refused. Where the third party has named the account its IBAN is all that is shown, because nobody is identified yet, and
 * so all that is recorded, whoever turns out to sign. `account` null without that: none is chosen yet, and its IBAN is empty;
 * such a record is good for a digest of the page and is never signed.
 */
export function recordOfPayment({ request, account, accepted, bank, locale }: ShownPayment): PaymentRecord {
  const { order, payee } = request
  const { id, brand, legalName, authority, roles, checkedAt } = request.tpp
  return {
    format: PAYMENT_RECORD_FORMAT,
    paymentId: request.paymentId,
    bank,
    tpp: { id, brand, legalName, authority, roles, checkedAt },
    product: request.product,
    money: order.money,
    creditor: { name: order.creditor.name, iban: order.creditor.iban },
    payee: { ...payee, accepted: payee.result === 'no-match' && accepted },
    payeeLikeBank: payeeLikeBank(request),
    account: shownAccount(order, account),
    reference: order.remittance,
    executeOn: order.executeOn,
    locale,
    textVersion: PAYMENT_TEXT_VERSION,
  }
}

function shownAccount(
  order: PaymentRequest['order'],
  chosen: ShownPayment['account'],
): PaymentRecord['account'] {
  const { currency } = order.money
  if (order.debtorIban !== null) return { iban: order.debtorIban, name: null, currency }
  if (chosen === null) return { iban: '', name: null, currency }
  return { iban: chosen.iban, name: chosen.name, currency: chosen.currency }
}

type ShownPayment = {
  request: PaymentRequest
  account: { iban: string; name: string; currency: string } | null
  /** Ticked by the customer where the payee's name is another's. */
  accepted: boolean
  bank: string
  locale: string
}
