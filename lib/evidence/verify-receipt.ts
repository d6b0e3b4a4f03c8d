import type { ZodType } from 'zod'
import { hashRecord } from '@/lib/consent/consent-record'
import type { AuditProof } from './audit-proof'
import type { EvidenceKey, EvidenceKeySet, TrailKey } from './evidence-file'
import { PAYMENT_RECEIPT_FORMAT, PaymentReceipt } from './payment-receipt'
import { RECEIPT_FORMAT, Receipt } from './receipt'
import { type InvalidEvidence, verifyEvidence } from './verify-evidence'
import { type FaultOfInclusion, faultOfInclusion } from './verify-inclusion'

/**
 * Judges a receipt, of a permission or of a payment: that this bank's evidence key signed exactly these bytes in its time, that
 * it is a receipt of a shape known here, that the record of what was shown is the one whose hash was approved, and that its event
 * stands in the audit trail where its proof says so. Pure, as `verifyEvidence`.
 */
export async function verifyReceipt(text: string, keys: EvidenceKeySet): Promise<ReceiptVerdict> {
  const verdict = await verifyEvidence(text, keys)
  if (!verdict.valid) return verdict
  const { payload, key } = verdict
  const form = FORMS.find(({ format }) => isOfKind(payload.format, format))
  if (!form) return { valid: false, reason: 'no-receipt' }
  const read = payload.format === form.format ? form.read(payload) : null
  if (read === null) return { valid: false, reason: 'unknown-version' }
  if (!read.holds) return { valid: false, reason: 'record-changed' }
  const { receipt } = read
  const fault = faultOfProof(receipt, keys.trail ?? [])
  if (fault) return { valid: false, reason: fault }
  return { valid: true, receipt, key, trail: trailOf(receipt.auditProof, keys.trail ?? []) }
}

/** The proof must be of this very event: its number and, where the receipt says when it was, its time. */
function faultOfProof(receipt: AnyReceipt, keys: readonly TrailKey[]): InvalidProof | null {
  const { auditProof: proof, id } = receipt
  if (proof.state !== 'included') return null
  const [form, rowId, at = ''] = proof.entry.split(' ')
  const decidedAt = 'decision' in receipt ? receipt.decision.at : null
  const isOfEvent = form === 'audit_events/1' && rowId === id
  if (!isOfEvent || (decidedAt !== null && Date.parse(at) !== Date.parse(decidedAt)))
    return 'proof-of-another'
  return keys.length === 0 ? null : faultOfInclusion(proof, keys)
}

function trailOf({ state }: AuditProof, keys: readonly TrailKey[]): TrailState {
  return state === 'included' && keys.length === 0 ? 'unchecked' : state
}

/** Whatever its version. */
const isOfKind = (given: unknown, format: string) =>
  typeof given === 'string' && given.startsWith(format.replace(/\d+$/, ''))

/** A shape of receipts, and whether the record in one is that of then: the bank signs later than the customer decided. */
function form<Shape extends AnyReceipt>(
  format: string,
  schema: ZodType<Shape>,
  holds: (one: Shape) => boolean,
) {
  const read = (payload: unknown) => {
    const receipt = schema.safeParse(payload).data
    return receipt ? { receipt, holds: holds(receipt) } : null
  }
  return { format, read }
}

const FORMS: readonly Form[] = [
  form(RECEIPT_FORMAT, Receipt, ({ allowed, permission }) => {
    if (allowed === null) return true
    if (allowed.record.consentId !== permission.id) return false
    if (allowed.nonce === null) return true
    return hashRecord(bytesOf(allowed.nonce), allowed.record).toString('base64url') === allowed.recordHash
  }),
  form(PAYMENT_RECEIPT_FORMAT, PaymentReceipt, ({ payment, approved: { nonce, record, recordHash } }) => {
    const hash = hashRecord(bytesOf(nonce), record).toString('base64url')
    return hash === recordHash && record.paymentId === payment.id
  }),
]

const bytesOf = (text: string) => Buffer.from(text, 'base64url')

type Form = { format: string; read: (payload: unknown) => { receipt: AnyReceipt; holds: boolean } | null }
export type AnyReceipt = Receipt | PaymentReceipt

type InvalidProof = FaultOfInclusion | 'proof-of-another'
export type InvalidReceipt =
  | InvalidEvidence
  | 'no-receipt'
  | 'unknown-version'
  | 'record-changed'
  | InvalidProof

/** `unchecked`: it brings a proof, and none of the keys given was of the trail. */
export type TrailState = AuditProof['state'] | 'unchecked'

export type ReceiptVerdict =
  | { valid: true; receipt: AnyReceipt; key: EvidenceKey; trail: TrailState }
  | { valid: false; reason: InvalidReceipt }
