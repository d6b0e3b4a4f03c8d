import { signEvidence } from '@/lib/evidence/sign-evidence'
import { customerDownload } from '@/lib/session/customer-download'
import { fileName, openedRecord } from '../opened-record'

/** The signed file of a payment's receipt. */
export const GET = customerDownload(async ({ customer, params }) => {
  const receipt = await openedRecord(customer.psuId, params)
  if (!receipt) return null
  const body = `${JSON.stringify(await signEvidence(receipt), null, 2)}\n`
  return { name: fileName(receipt, 'json'), type: 'application/json', body }
})
