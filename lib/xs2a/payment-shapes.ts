import type { CreatedPayment } from '@/lib/payments/create-payment'
import type { PaymentOfTpp } from '@/lib/payments/find-payment-of-tpp'
import type { PaymentProduct } from '@/lib/payments/payment'
import { link } from './consent-shapes'
import { paymentMessage } from './payment-message'

/** The answer to a request to pay: what leads the customer on, and where to ask how it stands. */
export function toPaymentCreated({ origin, product, created }: PaymentCreated) {
  const self = pathOfPayment(product, created.paymentId)
  return {
    transactionStatus: 'RCVD',
    paymentId: created.paymentId,
    _links: {
      scaRedirect: { href: created.link },
      self: link(origin, self),
      status: link(origin, `${self}/status`),
      scaStatus: link(origin, `${self}/authorisations/${created.authorisationId}`),
    },
  }
}

/** What was asked for, without what was not sent, and how it stands. */
export function toPayment({ order, status }: PaymentOfTpp) {
  const { money, creditor, debtorIban, endToEndId, remittance, executeOn } = order
  return {
    ...(debtorIban !== null && { debtorAccount: { iban: debtorIban } }),
    instructedAmount: { currency: money.currency, amount: money.amount },
    creditorAccount: { iban: creditor.iban },
    ...(creditor.bic !== null && { creditorAgent: creditor.bic }),
    creditorName: creditor.name,
    ...(endToEndId !== null && { endToEndIdentification: endToEndId }),
    ...(remittance !== null && { remittanceInformationUnstructured: remittance }),
    ...(executeOn !== null && { requestedExecutionDate: executeOn }),
    transactionStatus: status,
  }
}

/** How it stands; of why, only what the standard has a code for, and words for the customer; never an amount. */
export function toPaymentStatus(payment: PaymentOfTpp, wishes: string | null) {
  const psuMessage = paymentMessage(payment, wishes)
  return {
    transactionStatus: payment.status,
    ...(psuMessage !== null && { psuMessage }),
    ...(payment.rejection === 'funds' && { tppMessages: [NO_FUNDS] }),
  }
}

export const pathOfPayment = (product: PaymentProduct, paymentId: string) =>
  `/v1/payments/${product}/${paymentId}`

const NO_FUNDS = {
  category: 'WARNING',
  code: 'FUNDS_NOT_AVAILABLE',
  text: 'There was not enough money on the account. Nothing was paid.',
}

type PaymentCreated = { origin: string; product: PaymentProduct; created: CreatedPayment }
