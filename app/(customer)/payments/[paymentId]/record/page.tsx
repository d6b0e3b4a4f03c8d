import { notFound } from 'next/navigation'
import { printPayment } from '@/components/evidence/print-payment'
import { ReceiptPage } from '@/components/evidence/receipt-page'
import { peekCustomer, requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../../../customer-frame'
import { receiptWords } from '../../../receipt-words'
import { paymentHref } from '../../payment-view'
import type { PaymentParams } from '../opened-payment'
import { openedRecord } from './opened-record'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ params }: { params: PaymentParams }) {
  const customer = await peekCustomer()
  const receipt = customer && (await openedRecord(customer.psuId, await params))
  return receipt ? { title: printPayment(receipt, await receiptWords()).title } : {}
}

/** The receipt of one payment: to read, to print, and to take along. */
export default async function PaymentRecordPage({ params }: { params: PaymentParams }) {
  const customer = await requireCustomer()
  const { paymentId } = await params
  const receipt = await openedRecord(customer.psuId, { paymentId })
  if (!receipt) notFound()
  const href = `${paymentHref(paymentId)}/record`
  return (
    <CustomerFrame name={customer.name} path={href}>
      <ReceiptPage
        view={{
          printed: printPayment(receipt, await receiptWords()),
          of: 'payment',
          backHref: paymentHref(paymentId),
          pdfHref: `${href}/pdf`,
          signedHref: `${href}/signed`,
          shownHref: null,
        }}
      />
    </CustomerFrame>
  )
}
