import 'server-only'
import { randomBytes } from 'node:crypto'
import { v4 as randomId } from 'uuid'
import type { Transaction } from '@/db/connection'
import { payments } from '@/db/schema/payments'
import { recordEvent } from '@/lib/audit/record-event'
import { brand } from '@/lib/brand'
import { insertAuthorisation } from '@/lib/consent/insert-authorisation'
import { env } from '@/lib/env'
import { bankKey } from '@/lib/vault/vault'
import { withExecutionDay } from './execution-day'
import { ORDER_FIELD } from './open-order'
import type { PaymentOrder, PaymentProduct } from './payment'
import { requireRoom } from './require-room'

/** How long a customer has to answer; the page says ten minutes. */
const ANSWER_MILLIS = 10 * 60 * 1000

/**
 * Takes a third party's request to pay into the books as `RCVD`, with the authorisation that a customer will have to give and
 * the one link under which they do (redirect). Joins the caller's transaction. Nothing is paid before the customer's passkey
 * has signed amount and payee. `execution_date_invalid` for a day on which the bank does not carry it out, `too_many_requests`
 * while too many of this third party wait for an answer. What nobody answers, `lapseUnanswered` writes down.
 */
export async function createPayment(tx: Transaction, input: CreatePayment): Promise<CreatedPayment> {
  const { tppId, product, now, requestId } = input
  const order = withExecutionDay({ ...input, timeZone: brand.timeZone })
  await requireRoom(tx, { tppId, now })
  const key = await bankKey()
  const paymentId = randomId()
  const linkId = `pay_${randomBytes(32).toString('base64url')}`
  const answerBy = new Date(now.getTime() + ANSWER_MILLIS)
  await tx.insert(payments).values({
    id: paymentId,
    tppId,
    clientId: input.clientId,
    product,
    status: 'RCVD',
    sealedOrder: key.seal(ORDER_FIELD, order),
    executeOn: order.executeOn,
    linkId,
    ...input.returnTo,
    psuLanguages: input.psuLanguages,
    tppCheckedAt: input.tppCheckedAt,
    createdAt: now,
    answerBy,
    lastActionAt: now,
  })
  const resource = { resourceKind: 'payment', resourceId: paymentId } as const
  const authorisationId = await insertAuthorisation(tx, { ...resource, at: now })
  await recordEvent(tx, {
    at: now,
    type: 'payment.received',
    actor: `tpp:${tppId}`,
    subject: `payment:${paymentId}`,
    tppId,
    requestId,
    detail: { product, executeOn: order.executeOn },
  })
  return { paymentId, authorisationId, link: `${env.PUBLIC_ORIGIN}/pay/${linkId}`, answerBy }
}

export type CreatePayment = {
  tppId: string
  clientId: string
  product: PaymentProduct
  order: PaymentOrder
  returnTo: { redirectUri: string; nokRedirectUri: string | null }
  /** In which languages the third party wants its customer met, as an `Accept-Language`. */
  psuLanguages: string | null
  /** When the licence of the third party was last looked up. */
  tppCheckedAt: Date | null
  requestId: string | null
  now: Date
}
/** `link` is the whole address that the customer is sent to, good until `answerBy`. */
export type CreatedPayment = { paymentId: string; authorisationId: string; link: string; answerBy: Date }
