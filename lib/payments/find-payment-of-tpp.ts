import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { payments } from '@/db/schema/payments'
import { openOrder } from './open-order'
import {
  type PaymentOrder,
  type PaymentProduct,
  type PaymentRejection,
  type PaymentStatus,
  paymentStatusAt,
  rejectionAt,
} from './payment'

/** A payment as its third party may know it, or null: another's is as none, and so is one of another product. */
export async function findPaymentOfTpp({
  paymentId,
  tppId,
  product,
  now,
}: FindPaymentOfTpp): Promise<PaymentOfTpp | null> {
  const own = and(eq(payments.id, paymentId), eq(payments.tppId, tppId), eq(payments.product, product))
  const [payment] = await database().select().from(payments).where(own)
  if (!payment) return null
  return {
    id: payment.id,
    product: payment.product,
    status: paymentStatusAt(payment, now),
    rejection: rejectionAt(payment, now),
    order: await openOrder(payment),
    psuLanguages: payment.psuLanguages,
  }
}

type FindPaymentOfTpp = { paymentId: string; tppId: string; product: PaymentProduct; now: Date }

export type PaymentOfTpp = {
  id: string
  product: PaymentProduct
  status: PaymentStatus
  /** Told to the third party only as Berlin Group words it; never a balance. */
  rejection: PaymentRejection | null
  order: PaymentOrder
  psuLanguages: string | null
}
