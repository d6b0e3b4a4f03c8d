import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { paymentApprovals, payments } from '@/db/schema/payments'
import { psus } from '@/db/schema/psus'
import type { EventType } from '@/lib/audit/event-catalogue'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { findPaymentEvents } from '@/lib/payments/find-payment-events'
import { type CustomersPayment, findPayment } from '@/lib/payments/find-payments'
import { RECORD_FIELD } from '@/lib/payments/open-order'
import type { PaymentRecord } from '@/lib/payments/payment-record'
import { authenticatorName } from '@/lib/sca/authenticator-name'
import { vaultKey } from '@/lib/vault/vault'
import { PAYMENT_RECEIPT_FORMAT, PaymentReceipt } from './payment-receipt'
import { proveEvent } from './prove-event'

/**
 * The receipt of a payment as it stands now, for the customer whose it is; null for everybody else. It is made when it is asked
 * for, from what was written as the payment was approved: nothing of it is kept a second time.
 */
export async function makePaymentReceipt({
  paymentId,
  psuId,
  now,
}: MakePaymentReceipt): Promise<PaymentReceipt | null> {
  const payment = await findPayment({ paymentId, psuId })
  if (!payment) return null
  const [row] = await database()
    .select({ approval: paymentApprovals, sealedName: psus.sealedName, keyId: psus.keyId })
    .from(paymentApprovals)
    .innerJoin(payments, eq(payments.id, paymentApprovals.paymentId))
    .innerJoin(psus, eq(psus.id, payments.psuId))
    .where(and(eq(payments.id, paymentId), eq(payments.psuId, psuId)))
  const [event] = (await findPaymentEvents({ paymentId, psuId })).filter(({ type }) => type in OUTCOMES)
  if (!row || !event) return null
  const { approval, sealedName, keyId } = row
  const key = await vaultKey(keyId)
  const { credentialId } = payment
  // Parsed as whoever checks it will: what they would not take is not handed out.
  return PaymentReceipt.parse({
    format: PAYMENT_RECEIPT_FORMAT,
    id: event.id,
    issuedAt: now.toISOString(),
    bank: { name: brand.name, origin: env.PUBLIC_ORIGIN, phone: brand.phone, authority: brand.authority },
    customer: { name: key.open<string>('psus.name', sealedName) },
    payment: { id: paymentId, reference: payment.reference, endToEndId: payment.order.endToEndId },
    approved: {
      at: approval.decidedAt.toISOString(),
      passkey: credentialId && (await authenticatorName({ credentialId, psuId })),
      record: key.open<PaymentRecord>(RECORD_FIELD, approval.sealedRecord),
      nonce: approval.nonce.toString('base64url'),
      recordHash: approval.recordHash.toString('base64url'),
    },
    outcome: outcomeOf(payment, event.type),
    auditProof: await proveEvent(event.id),
  } satisfies PaymentReceipt)
}

/** The events with which a payment stands as it does. */
const OUTCOMES = {
  'payment.approved': true,
  'payment.settled': true,
  'payment.failed': true,
  'payment.cancelled': true,
  'payment.cancelled-by-staff': true,
}

function outcomeOf(
  { status, rejection, settledAt, lastActionAt }: CustomersPayment,
  event: EventType,
): PaymentReceipt['outcome'] {
  const at = lastActionAt.toISOString()
  switch (status) {
    case 'ACSC':
      return { what: 'paid', at: (settledAt ?? lastActionAt).toISOString(), reason: null }
    case 'CANC':
      return {
        what: event === 'payment.cancelled-by-staff' ? 'taken-back-for-you' : 'taken-back',
        at,
        reason: null,
      }
    case 'RJCT':
      return { what: 'not-paid', at, reason: reasonOf(rejection) }
    case 'RCVD':
    case 'ACTC':
      return { what: 'approved', at, reason: null }
  }
}

const reasonOf = (rejection: CustomersPayment['rejection']) =>
  rejection === 'funds' || rejection === 'account' || rejection === 'payee' ? rejection : 'other'

type MakePaymentReceipt = { paymentId: string; psuId: string; now: Date }
