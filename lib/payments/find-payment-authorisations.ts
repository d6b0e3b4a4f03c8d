import 'server-only'
import { and, asc, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { payments } from '@/db/schema/payments'
import { isFinalSca, type ScaStatus } from '@/lib/consent/sca-status'
import { type PaymentProduct, paymentStatusAt } from './payment'

/**
 * The authorisations of a payment for its third party, oldest first; null for another's payment as for none. What nobody
 * finished in time has failed, whether or not a job has said so.
 */
export async function findPaymentAuthorisations({
  paymentId,
  tppId,
  product,
  now,
}: FindPaymentAuthorisations): Promise<PaymentAuthorisation[] | null> {
  const own = and(eq(payments.id, paymentId), eq(payments.tppId, tppId), eq(payments.product, product))
  const [payment] = await database().select().from(payments).where(own)
  if (!payment) return null
  const of = and(eq(authorisations.resourceKind, 'payment'), eq(authorisations.resourceId, paymentId))
  const rows = await database()
    .select({ id: authorisations.id, scaStatus: authorisations.scaStatus })
    .from(authorisations)
    .where(of)
    .orderBy(asc(authorisations.createdAt))
  const over = paymentStatusAt(payment, now) !== 'RCVD'
  return rows.map(({ id, scaStatus }) => ({
    id,
    scaStatus: over && !isFinalSca(scaStatus) ? 'failed' : scaStatus,
  }))
}

type FindPaymentAuthorisations = { paymentId: string; tppId: string; product: PaymentProduct; now: Date }
export type PaymentAuthorisation = { id: string; scaStatus: ScaStatus }
