import 'server-only'
import { z } from 'zod'
import { database } from '@/db/connection'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { cancelPayment } from '@/lib/payments/cancel-payment'
import { createPayment } from '@/lib/payments/create-payment'
import { findPaymentAuthorisations } from '@/lib/payments/find-payment-authorisations'
import { findPaymentOfTpp, type PaymentOfTpp } from '@/lib/payments/find-payment-of-tpp'
import { checkedAt } from '@/lib/tpp/checked-at'
import { authorisationAnswer, authorisationsAnswer } from './consent-answers'
import { link } from './consent-shapes'
import { paymentAnswer, paymentCreatedAnswer, paymentStatusAnswer } from './payment-answers'
import { paymentBody } from './payment-body'
import { productOf } from './payment-product'
import { pathOfPayment, toPayment, toPaymentCreated, toPaymentStatus } from './payment-shapes'
import { readReturnAddresses } from './return-addresses'
import { type RoutedCall, route } from './route'
import { APPROACH } from './start-sca'

const all = '/v1/payments/{payment-product}'
const one = `${all}/{paymentId}` as const

const common = { role: 'PSP_PI', right: null, query: z.strictObject({}) } as const
const ofPayment = { ...common, headers: [], body: null, below: 'payment' } as const

/** Nobody is told what becomes of a payment: its status is there to be asked for. */
const NOT_TOLD = { 'ASPSP-Notification-Support': 'false' }

/**
 * What a third party does with a payment; none of it needs a token, the certificate says whose it is. The one authorisation
 * of a payment begins with it and none can be started beside it: a payment is approved once.
 */
export const paymentRoutes = [
  route({
    ...common,
    operationId: 'createPayment',
    summary: 'Ask for a payment',
    method: 'POST',
    path: all,
    headers: ['PSU-IP-Address', 'TPP-Redirect-URI'],
    body: paymentBody,
    below: null,
    answers: { 201: paymentCreatedAnswer },
    // The last: repeated under its X-Request-ID after the payment has changed. Too many that wait are 429 without a body, as a
    // flood is: the standard's one code for it tells of a consent's frequency.
    refusals: ['product_unknown', 'execution_date_invalid', 'status_invalid'],
    handle: async (call) => {
      const product = productOf(call.ids)
      const { returnTo, warnings } = readReturnAddresses(call.raw, call.certificate)
      if (!returnTo) throw new Error('A payment was let in without a way back')
      const at = await now()
      const reply = await database().transaction(async (tx) => {
        const created = await createPayment(tx, {
          tppId: call.tpp.id,
          clientId: call.tpp.id,
          product,
          order: call.body,
          returnTo,
          psuLanguages: call.raw.header('psu-accept-language') ?? null,
          tppCheckedAt: checkedAt(call.certificate),
          requestId: call.requestId,
          now: at,
        })
        const body = {
          ...toPaymentCreated({ origin: call.origin, product, created }),
          ...(warnings.length > 0 && { tppMessages: warnings }),
        }
        const headers = { Location: body._links.self.href, ...APPROACH, ...NOT_TOLD }
        const reply = { status: 201, headers, body } as const
        const { paymentId, authorisationId } = created
        await call.recordIn(tx, reply, { paymentId, authorisationId })
        return reply
      })
      call.entry.recorded = true
      return reply
    },
  }),
  route({
    ...ofPayment,
    operationId: 'getPayment',
    summary: 'Read a payment',
    method: 'GET',
    path: one,
    answers: { 200: paymentAnswer },
    refusals: ['product_unknown', 'resource_unknown'],
    handle: async (call) => ({ status: 200, body: toPayment(await ownPayment(call)) }),
  }),
  route({
    ...ofPayment,
    operationId: 'getPaymentStatus',
    summary: 'Read the status of a payment',
    method: 'GET',
    path: `${one}/status`,
    answers: { 200: paymentStatusAnswer },
    refusals: ['product_unknown', 'resource_unknown'],
    handle: async (call) => {
      const payment = await ownPayment(call)
      const wishes = call.raw.header('psu-accept-language') ?? payment.psuLanguages
      return { status: 200, body: toPaymentStatus(payment, wishes) }
    },
  }),
  route({
    ...ofPayment,
    operationId: 'deletePayment',
    summary: 'Take back a payment that nobody has approved yet',
    method: 'DELETE',
    path: one,
    answers: { 204: null },
    refusals: ['product_unknown', 'resource_unknown', 'cancellation_invalid'],
    handle: async (call) => {
      const { id: paymentId } = await ownPayment(call)
      await cancelPayment({
        paymentId,
        tppId: call.tpp.id,
        requestId: call.requestId,
        alongside: (tx) => call.recordIn(tx, { status: 204 }, { paymentId }),
      })
      call.entry.recorded = true
      return { status: 204 }
    },
  }),
  route({
    ...ofPayment,
    operationId: 'listPaymentAuthorisations',
    summary: 'List the authorisations of a payment',
    method: 'GET',
    path: `${one}/authorisations`,
    answers: { 200: authorisationsAnswer },
    refusals: ['product_unknown', 'resource_unknown'],
    handle: async (call) => {
      const authorisationIds = (await ownAuthorisations(call)).map(({ id }) => id)
      return { status: 200, body: { authorisationIds } }
    },
  }),
  route({
    ...ofPayment,
    operationId: 'getPaymentAuthorisation',
    summary: 'Read the status of an authorisation of a payment',
    method: 'GET',
    path: `${one}/authorisations/{authorisationId}`,
    answers: { 200: authorisationAnswer },
    refusals: ['product_unknown', 'resource_unknown'],
    handle: async (call) => {
      const found = (await ownAuthorisations(call)).find(({ id }) => id === call.ids.authorisationId)
      if (!found)
        throw new Refusal('resource_unknown', {
          text: 'The payment has no such authorisation. List them first.',
        })
      const payment = pathOfPayment(productOf(call.ids), call.ids.paymentId ?? '')
      const self = link(call.origin, `${payment}/authorisations/${found.id}`)
      return { status: 200, body: { scaStatus: found.scaStatus, _links: { scaStatus: self } } }
    },
  }),
]

/** The payment in the path, if it is the caller's and of the product in the path; another's is as none. */
async function ownPayment({ ids, tpp }: RoutedCall<unknown, unknown>): Promise<PaymentOfTpp> {
  const { paymentId = '' } = ids
  const found = await findPaymentOfTpp({
    paymentId,
    product: productOf(ids),
    tppId: tpp.id,
    now: await now(),
  })
  if (!found) throw new Refusal('resource_unknown')
  return found
}

async function ownAuthorisations({ ids, tpp }: RoutedCall<unknown, unknown>) {
  const { paymentId = '' } = ids
  const asked = { paymentId, product: productOf(ids), tppId: tpp.id, now: await now() }
  const found = await findPaymentAuthorisations(asked)
  if (!found) throw new Refusal('resource_unknown')
  return found
}
