import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { payments } from '@/db/schema/payments'
import { tpps } from '@/db/schema/tpps'
import { idEndOfReference } from '@/lib/consent/consent'
import { type PaymentStatus, paymentReference, paymentStatusAt } from '@/lib/payments/payment'
import { maskId } from './mask-party'

/**
 * The payments behind a reference as a customer reads it out, or behind an id: what they are, and neither whose they are nor how
 * much is paid to whom. Two may share a reference, once in a very long while.
 */
export async function findPaymentByReference(given: string, now: Date): Promise<MaskedPayment[]> {
  const wanted = given.trim()
  const end = /^CNS/i.test(wanted) ? null : idEndOfReference(wanted.replace(/^PMT/i, ''))
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted)
  if (end === null && !isId) return []
  const rows = await database()
    .select({ payment: payments, brand: applications.brand, legalName: tpps.legalName })
    .from(payments)
    .innerJoin(tpps, eq(tpps.id, payments.tppId))
    .leftJoin(applications, eq(applications.clientId, payments.clientId))
    .where(isId ? eq(payments.id, wanted) : sql`right(${payments.id}::text, 10) = ${end}`)
    .limit(5)
  return rows.map(({ payment, brand, legalName }) => ({
    id: payment.id,
    reference: paymentReference(payment.id),
    tppId: payment.tppId,
    brand: brand ?? legalName,
    status: paymentStatusAt(payment, now),
    rejection: payment.rejection,
    executeOn: payment.executeOn,
    customer: payment.psuId && maskId(payment.psuId),
    askedAt: payment.createdAt,
    lastActionAt: payment.lastActionAt,
  }))
}

/** `customer` is the end of a pseudonym, null for what no customer who is known has answered. */
export type MaskedPayment = {
  id: string
  reference: string
  tppId: string
  brand: string
  status: PaymentStatus
  rejection: string | null
  executeOn: string | null
  customer: string | null
  askedAt: Date
  lastActionAt: Date
}
