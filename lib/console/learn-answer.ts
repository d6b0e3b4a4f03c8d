import { z } from 'zod'
import type { Xs2aAnswer } from '@/lib/xs2a/call'
import { type ConsoleSession, ownResource, type Service, sendOff } from './console-session'

/** What of an answer the next request needs; an answer of any other shape teaches nothing. */
const told = z.object({
  consentId: z.string().optional(),
  paymentId: z.string().optional(),
  scaStatus: z.string().optional(),
  _links: z
    .object({
      scaStatus: z.object({ href: z.string() }).optional(),
      self: z.object({ href: z.string() }).optional(),
    })
    .optional(),
  accounts: z.array(z.object({ resourceId: z.string() })).optional(),
  cardAccounts: z.array(z.object({ resourceId: z.string() })).optional(),
  transactions: z.object({ booked: z.array(z.object({ transactionId: z.string() })).optional() }).optional(),
})

/** Notes what an answer of the bank gave this browser: its consent or payment, the authorisation behind `state`, the newest ids. */
export function learnAnswer(session: ConsoleSession, { operationId, id, answer, state }: Learn): void {
  const { data } = told.safeParse(jsonOf(answer))
  if (!data || answer.status >= 300) return
  const service = serviceOf(operationId)
  const made = data.consentId ?? data.paymentId
  const of = made ?? id
  if (made) ownResource(session, made)
  const authorisationId = data._links?.scaStatus?.href.split('/').at(-1)
  if (state && of && authorisationId) sendOff(session, state, { service, id: of, authorisationId })
  const newest = {
    [`${service}.id`]: of,
    [`${service}.authorisationId`]: authorisationId,
    'payment-product': /\/payments\/([^/]+)\//.exec(data._links?.self?.href ?? '')?.[1],
    'account-id': data.accounts?.[0]?.resourceId,
    'card-account-id': data.cardAccounts?.[0]?.resourceId,
    transactionId: data.transactions?.booked?.[0]?.transactionId,
  }
  for (const [name, value] of Object.entries(newest)) if (value) session.known.set(name, value)
}

/** To which kind of consent an operation belongs, or to payments. */
export const serviceOf = (operationId: string): Service =>
  /payment/i.test(operationId) ? 'Payment' : /funds/i.test(operationId) ? 'FundsConsent' : 'Consent'

/** The body of an answer where it is JSON, else null. */
export function jsonOf({ headers, body }: Xs2aAnswer): unknown {
  return headers['Content-Type'] === 'application/json' && body ? JSON.parse(body) : null
}

type Learn = { operationId: string; id: string | undefined; answer: Xs2aAnswer; state: string | null }
