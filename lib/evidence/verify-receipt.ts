import { hashRecord } from '@/lib/consent/consent-record'
import type { EvidenceKey, EvidenceKeySet } from './evidence-file'
import { RECEIPT_FORMAT, Receipt } from './receipt'
import { type InvalidEvidence, verifyEvidence } from './verify-evidence'

const ANY_RECEIPT = RECEIPT_FORMAT.replace(/\d+$/, '')

/**
 * Judges a receipt: that this bank's evidence key signed exactly these bytes in its time, that it is a receipt of a shape
 * known here, and that the record of what was shown is the one whose hash was approved. Pure, as `verifyEvidence`.
 */
export async function verifyReceipt(text: string, keys: EvidenceKeySet): Promise<ReceiptVerdict> {
  const verdict = await verifyEvidence(text, keys)
  if (!verdict.valid) return verdict
  const { payload, key } = verdict
  const { format } = payload
  if (typeof format !== 'string' || !format.startsWith(ANY_RECEIPT))
    return { valid: false, reason: 'no-receipt' }
  if (format !== RECEIPT_FORMAT) return { valid: false, reason: 'unknown-version' }
  const receipt = Receipt.safeParse(payload).data
  if (!receipt) return { valid: false, reason: 'unknown-version' }
  return holdsRecord(receipt) ? { valid: true, receipt, key } : { valid: false, reason: 'record-changed' }
}

/** The bank signs the receipt later than the customer decided: the hash of then must still be the record's. */
function holdsRecord({ allowed }: Receipt): boolean {
  if (allowed === null || allowed.nonce === null) return true
  const nonce = Buffer.from(allowed.nonce, 'base64url')
  return hashRecord(nonce, allowed.record).toString('base64url') === allowed.recordHash
}

export type InvalidReceipt = InvalidEvidence | 'no-receipt' | 'unknown-version' | 'record-changed'

export type ReceiptVerdict =
  | { valid: true; receipt: Receipt; key: EvidenceKey }
  | { valid: false; reason: InvalidReceipt }
