import { z } from 'zod'
import type { PaymentRecord } from '@/lib/payments/payment-record'
import { AuditProof } from './audit-proof'
import { Tpp } from './receipt'

/** Grows with the shape, as a receipt of a permission's. */
export const PAYMENT_RECEIPT_FORMAT = 'placet/payment-receipt/1'

const Check = z.discriminatedUnion('result', [
  z.strictObject({
    result: z.enum(['match', 'no-match', 'unavailable']),
    name: z.null(),
    accepted: z.boolean(),
  }),
  z.strictObject({ result: z.literal('close-match'), name: z.string(), accepted: z.boolean() }),
])

/** The record of what was shown and signed (`lib/payments/payment-record`), read back from a file. */
const Shown: z.ZodType<PaymentRecord> = z.strictObject({
  format: z.literal('placet/payment-record/1'),
  paymentId: z.uuid(),
  bank: z.string(),
  tpp: Tpp,
  product: z.enum(['sepa-credit-transfers', 'instant-sepa-credit-transfers']),
  money: z.strictObject({ amount: z.string(), currency: z.string() }),
  creditor: z.strictObject({ name: z.string(), iban: z.string() }),
  payee: Check,
  payeeLikeBank: z.boolean(),
  account: z.strictObject({ iban: z.string(), name: z.string().nullable(), currency: z.string() }),
  reference: z.string().nullable(),
  executeOn: z.string().nullable(),
  locale: z.string(),
  textVersion: z.string(),
})

/**
 * The payload of a payment's receipt: what was shown with the nonce and the hash under which the customer's passkey signed it
 * (RTS (EU) 2018/389 Art. 5), and what had become of the payment when the receipt was made. `id` is the event of the bank's
 * audit trail with which it stands as it does, `auditProof` the proof that the event stands in the trail, or that no checkpoint had it yet.
 */
export const PaymentReceipt = z.strictObject({
  format: z.literal(PAYMENT_RECEIPT_FORMAT),
  id: z.uuid(),
  issuedAt: z.iso.datetime(),
  bank: z.strictObject({ name: z.string(), origin: z.string(), phone: z.string(), authority: z.string() }),
  customer: z.strictObject({ name: z.string() }),
  payment: z.strictObject({ id: z.uuid(), reference: z.string(), endToEndId: z.string().nullable() }),
  approved: z.strictObject({
    at: z.iso.datetime(),
    /** What the customer called the passkey; null where it is gone. */
    passkey: z.string().nullable(),
    record: Shown,
    nonce: z.string(),
    recordHash: z.string(),
  }),
  outcome: z.strictObject({
    what: z.enum(['approved', 'paid', 'not-paid', 'taken-back', 'taken-back-for-you']),
    at: z.iso.datetime(),
    /** Why it is not paid. */
    reason: z.enum(['funds', 'account', 'payee', 'other']).nullable(),
  }),
  auditProof: AuditProof,
})

export type PaymentReceipt = z.infer<typeof PaymentReceipt>
