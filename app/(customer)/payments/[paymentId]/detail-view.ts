import type { HistoryEntry } from '@/components/consent/history-list'
import type { PaymentDetailView } from '@/components/payments/payment-detail'
import type { EventType } from '@/lib/audit/event-catalogue'
import { addDays } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import type { PaymentEvent } from '@/lib/payments/find-payment-events'
import type { CustomersPayment } from '@/lib/payments/find-payments'
import { paymentHref, toPaymentState } from '../payment-view'
import { paymentsHref } from '../payments-query'

/** Everything that the page of one payment shows, from what the house knows. */
export function toPaymentDetail({ payment, events, passkey }: ToDetail): PaymentDetailView {
  const { id, order, tpp, account, payee, product, decidedAt } = payment
  const href = paymentHref(id)
  return {
    listHref: paymentsHref(),
    money: order.money,
    state: toPaymentState(payment),
    tpp: {
      id: tpp.id,
      name: tpp.brand,
      legalName: tpp.legalName,
      authority: tpp.authority,
      roles: tpp.roles,
      checkedAt: tpp.checkedAt,
      registerUrl: null,
    },
    facts: {
      payee: order.creditor,
      approval: account && payee ? { check: payee, account, at: decidedAt.toISOString(), passkey } : null,
      executeOn: order.executeOn,
      product,
      message: order.remittance,
      tpp: tpp.brand,
      reference: payment.reference,
      endToEndId: order.endToEndId,
    },
    history: events.flatMap((event) => toEntry(event, tpp.brand, passkey)),
    recordHref: account && `${href}/record`,
    takeBackHref: payment.cancellable ? `${href}/cancel` : null,
    lastDay: order.executeOn === null ? null : addDays(order.executeOn, -1),
    phone: brand.phone,
  }
}

function toEntry(
  { id, at, type, reason }: PaymentEvent,
  tpp: string,
  passkey: string | null,
): HistoryEntry[] {
  const kind = WORDS[type]
  return kind ? [{ id, at: at.toISOString(), tpp, kind, passkey, reason }] : []
}

const WORDS: Partial<Record<EventType, HistoryEntry['kind']>> = {
  'payment.received': 'paymentAsked',
  'payment.approved': 'paymentApproved',
  'payment.refused': 'paymentDeclined',
  'payment.settled': 'paymentPaid',
  'payment.failed': 'paymentFailed',
  'payment.cancelled': 'paymentTakenBack',
  'payment.cancelled-by-staff': 'paymentTakenBackForYou',
  'payment.looked-at': 'paymentLookedAt',
}

type ToDetail = { payment: CustomersPayment; events: readonly PaymentEvent[]; passkey: string | null }
