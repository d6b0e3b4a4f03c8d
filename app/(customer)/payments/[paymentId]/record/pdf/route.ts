import { printPayment } from '@/components/evidence/print-payment'
import { writePdf } from '@/lib/evidence/write-pdf'
import { customerDownload } from '@/lib/session/customer-download'
import { receiptWords } from '../../../../receipt-words'
import { fileName, openedRecord } from '../opened-record'

/** The receipt of a payment as a PDF, beside the page. */
export const GET = customerDownload(async ({ customer, params }) => {
  const receipt = await openedRecord(customer.psuId, params)
  if (!receipt) return null
  const body = await writePdf(printPayment(receipt, await receiptWords()), receipt.issuedAt)
  return { name: fileName(receipt, 'pdf'), type: 'application/pdf', body }
})
