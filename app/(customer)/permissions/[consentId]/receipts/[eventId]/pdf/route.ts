import { printReceipt } from '@/components/evidence/print-receipt'
import { writePdf } from '@/lib/evidence/write-pdf'
import { customerDownload } from '@/lib/session/customer-download'
import { receiptWords } from '../../../../../receipt-words'
import { fileName, openedReceipt } from '../../opened-receipt'

/** A receipt as a PDF, beside the page. */
export const GET = customerDownload(async ({ customer, params }) => {
  const receipt = await openedReceipt(customer.psuId, params)
  if (!receipt) return null
  const body = await writePdf(printReceipt(receipt, await receiptWords()), receipt.issuedAt)
  return { name: fileName(receipt, 'pdf'), type: 'application/pdf', body }
})
