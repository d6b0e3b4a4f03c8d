import 'server-only'
import { and, eq, gt, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { payments } from '@/db/schema/payments'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { type CustomersPayment, findPayment } from '@/lib/payments/find-payments'
import { toldOfPayment } from '@/lib/payments/told-of-payment'
import { findPsu } from '@/lib/psu/find-psu'
import { OPEN_MILLIS } from './open-permission'

/**
 * Somebody of the bank opens a customer's payment, for a reason that the customer reads in their own history. The trail comes
 * first; nothing is shown without it. Throws `resource_unknown`.
 */
export async function openPayment({
  paymentId,
  staffId,
  reason,
  requestId,
  now,
}: OpenPayment): Promise<void> {
  const payment = await ofItsCustomer(paymentId)
  if (!payment) throw new Refusal('resource_unknown')
  const { psuId, found } = payment
  await database().transaction((tx) =>
    recordEvent(tx, {
      at: now,
      type: 'payment.looked-at',
      actor: `staff:${staffId}`,
      subject: `payment:${paymentId}`,
      psuId,
      tppId: found.tpp.id,
      requestId,
      personal: { reason, ...toldOfPayment(found.order) },
    }),
  )
}

/** A payment as its customer sees it, for the one who opened it and as long as that look lasts. Null without such a look. */
export async function findOpenedPayment({
  paymentId,
  staffId,
  now,
}: FindOpened): Promise<OpenedPayment | null> {
  const [look] = await database()
    .select({ at: auditEvents.at })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.subject, `payment:${paymentId}`),
        eq(auditEvents.type, 'payment.looked-at'),
        eq(auditEvents.actor, `staff:${staffId}`),
        gt(auditEvents.at, new Date(now.getTime() - OPEN_MILLIS)),
      ),
    )
    .orderBy(sql`${auditEvents.at} desc`)
    .limit(1)
  const payment = look && (await ofItsCustomer(paymentId))
  const psu = payment && (await findPsu(payment.psuId))
  if (!look || !payment || !psu) return null
  return {
    payment: payment.found,
    psuId: psu.id,
    customer: psu.name,
    until: new Date(look.at.getTime() + OPEN_MILLIS),
  }
}

async function ofItsCustomer(paymentId: string): Promise<{ psuId: string; found: CustomersPayment } | null> {
  const [row] = await database()
    .select({ psuId: payments.psuId })
    .from(payments)
    .where(eq(payments.id, paymentId))
  const psuId = row?.psuId
  const found = psuId ? await findPayment({ paymentId, psuId }) : null
  return psuId && found ? { psuId, found } : null
}

export type OpenedPayment = {
  payment: CustomersPayment
  /** Whose it is, and what they are called. */
  psuId: string
  customer: string
  until: Date
}
type OpenPayment = {
  paymentId: string
  staffId: string
  reason: string
  requestId: string | null
  now: Date
}
type FindOpened = { paymentId: string; staffId: string; now: Date }
