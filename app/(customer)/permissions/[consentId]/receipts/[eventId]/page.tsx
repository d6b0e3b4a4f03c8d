import { notFound } from 'next/navigation'
import { printReceipt } from '@/components/evidence/print-receipt'
import { ReceiptPage } from '@/components/evidence/receipt-page'
import { peekCustomer, requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../../../../customer-frame'
import { receiptWords } from '../../../../receipt-words'
import { openedReceipt, type ReceiptAddress, receiptHref } from '../opened-receipt'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ params }: OneReceiptPageProps) {
  const customer = await peekCustomer()
  const receipt = customer && (await openedReceipt(customer.psuId, await params))
  return receipt ? { title: printReceipt(receipt, await receiptWords()).title } : {}
}

/** One receipt: to read, to print, and to take along. */
export default async function OneReceiptPage({ params }: OneReceiptPageProps) {
  const customer = await requireCustomer()
  const address = await params
  const receipt = await openedReceipt(customer.psuId, address)
  if (!receipt) notFound()
  const href = receiptHref(address)
  const shown = receipt.kind === 'grant' && receipt.allowed?.record.sentences
  return (
    <CustomerFrame name={customer.name} path={href}>
      <ReceiptPage
        view={{
          printed: printReceipt(receipt, await receiptWords()),
          of: 'permission',
          backHref: `/permissions/${address.consentId}/receipts`,
          pdfHref: `${href}/pdf`,
          signedHref: `${href}/signed`,
          shownHref: shown ? `${href}/shown` : null,
        }}
      />
    </CustomerFrame>
  )
}

type OneReceiptPageProps = { params: Promise<ReceiptAddress> }
