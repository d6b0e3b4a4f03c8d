import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { payments } from '@/db/schema/payments'
import { tpps } from '@/db/schema/tpps'
import type { RecordedTpp } from '@/lib/consent/consent-record'
import { checkPayee } from '@/lib/core-banking/ledger'
import type { PayeeCheck } from '@/lib/core-banking/payment-order'
import { statusNow } from '@/lib/tpp/status-now'
import { openOrder } from './open-order'
import {
  type PaymentOrder,
  type PaymentProduct,
  type PaymentRejection,
  type PaymentStatus,
  paymentStatusAt,
  rejectionAt,
} from './payment'

/** How long an ended link is remembered, so that a customer who comes late gets a sentence and a way back. */
const REMEMBERED_MILLIS = 24 * 60 * 60 * 1000

/**
 * The request behind a link, as the payment page needs it, or how it ended. The link itself is the secret; it tells nothing
 * about any customer. Where the books do not answer, `ledger_unavailable` is thrown.
 */
export async function findPaymentRequest(linkId: string, now: Date): Promise<FoundPayment> {
  const [row] = await database()
    .select({ payment: payments, tpp: tpps, tppStatus: statusNow(), brand: applications.brand })
    .from(payments)
    .innerJoin(tpps, eq(tpps.id, payments.tppId))
    .leftJoin(applications, eq(applications.clientId, payments.clientId))
    .where(eq(payments.linkId, linkId))
  if (!row || row.payment.answerBy.getTime() + REMEMBERED_MILLIS <= now.getTime()) return { ended: UNKNOWN }
  const { payment, tpp } = row
  const brand = row.brand ?? tpp.legalName
  const reason = endOf(payment, row.tppStatus, now)
  if (reason !== null) return { ended: { reason, brand, ...outcomeOf(payment, now) } }
  const order = await openOrder(payment)
  return {
    pending: {
      linkId,
      paymentId: payment.id,
      product: payment.product,
      order,
      payee: await checkPayee(order.creditor),
      tpp: {
        id: tpp.id,
        brand,
        legalName: tpp.legalName,
        authority: tpp.authorityName,
        roles: [...tpp.roles].sort(),
        checkedAt: payment.tppCheckedAt?.toISOString() ?? null,
      },
      psuLanguages: payment.psuLanguages,
      answerBy: payment.answerBy,
    },
  }
}

function endOf(payment: Row, tppStatus: string, now: Date): EndedPayment['reason'] | null {
  const status = paymentStatusAt(payment, now)
  if (status !== 'RCVD') return rejectionAt(payment, now) === 'unanswered' ? 'expired' : 'answered'
  return tppStatus === 'active' ? null : 'paused'
}

/** Paid or to be paid leads where it went well; everything else to where it did not, where the third party named that. */
function outcomeOf(payment: Row, now: Date): Omit<EndedPayment, 'reason' | 'brand'> {
  const { redirectUri, nokRedirectUri, decidedAt, executeOn } = payment
  const status = paymentStatusAt(payment, now)
  const well = status === 'ACTC' || status === 'ACSC'
  const backTo = well ? redirectUri : (nokRedirectUri ?? redirectUri)
  return { status, rejection: rejectionAt(payment, now), decidedAt, executeOn, backTo }
}

const UNKNOWN: EndedPayment = {
  reason: 'unknown',
  brand: null,
  status: null,
  rejection: null,
  decidedAt: null,
  executeOn: null,
  backTo: null,
}

type Row = typeof payments.$inferSelect

export type FoundPayment = { pending: PaymentRequest } | { ended: EndedPayment }

export type PaymentRequest = {
  linkId: string
  paymentId: string
  product: PaymentProduct
  order: PaymentOrder
  payee: PayeeCheck
  tpp: RecordedTpp
  psuLanguages: string | null
  answerBy: Date
}

/**
 * `backTo`: where the customer is led, null where there is no way that is known to be right. `brand` null: nothing is known.
 * `executeOn`: the later day on which it is carried out. `decidedAt` null: the third party took it back before an answer.
 */
export type EndedPayment = {
  reason: 'unknown' | 'answered' | 'expired' | 'paused'
  brand: string | null
  status: PaymentStatus | null
  rejection: PaymentRejection | null
  decidedAt: Date | null
  executeOn: string | null
  backTo: string | null
}
