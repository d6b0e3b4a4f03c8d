import { PaymentList } from '@/components/payments/payment-list'
import { findPayments } from '@/lib/payments/find-payments'
import { toPaymentRow } from './payments/payment-view'
import { type PaymentCursor, paymentsHref } from './payments/payments-query'

const PAGE_SIZE = 20

/** The payments under their tab of the start page, from that place on. */
export async function HomePayments({ psuId, before }: { psuId: string; before: PaymentCursor | null }) {
  const found = await findPayments({ psuId, limit: PAGE_SIZE + 1, before })
  const shown = found.slice(0, PAGE_SIZE)
  const last = shown.at(-1)
  return (
    <PaymentList
      view={{
        payments: shown.map(toPaymentRow),
        newestHref: before === null ? null : paymentsHref(),
        olderHref: found.length > PAGE_SIZE && last ? paymentsHref(last) : null,
      }}
    />
  )
}
