import type { PaymentRow } from '@/components/payments/payment-list'
import type { PaymentState } from '@/components/payments/payment-state'
import type { CustomersPayment } from '@/lib/payments/find-payments'

/** A payment as a row of the list. */
export function toPaymentRow(payment: CustomersPayment): PaymentRow {
  const { id, order, tpp, decidedAt } = payment
  return {
    href: paymentHref(id),
    payee: order.creditor.name,
    tpp: tpp.brand,
    money: order.money,
    answeredAt: decidedAt.toISOString(),
    state: toPaymentState(payment),
  }
}

/** How it stands in the customer's terms. */
export function toPaymentState(payment: Standing): PaymentState {
  const { status, rejection, order, settledAt, lastActionAt, cancellable } = payment
  switch (status) {
    case 'ACSC':
      return { kind: 'paid', at: (settledAt ?? lastActionAt).toISOString() }
    case 'CANC':
      return { kind: 'takenBack' }
    case 'RJCT':
      if (rejection === 'refused') return { kind: 'declined' }
      return {
        kind: 'failed',
        why: rejection === 'funds' || rejection === 'account' || rejection === 'payee' ? rejection : 'other',
      }
    case 'RCVD':
    case 'ACTC':
      // Once its day has begun it is on its way, whether or not the job has come to it.
      return order.executeOn !== null && cancellable
        ? { kind: 'planned', on: order.executeOn }
        : { kind: 'underway' }
  }
}

export const paymentHref = (paymentId: string) => `/payments/${paymentId}`

type Standing = Pick<
  CustomersPayment,
  'status' | 'rejection' | 'order' | 'settledAt' | 'lastActionAt' | 'cancellable'
>
