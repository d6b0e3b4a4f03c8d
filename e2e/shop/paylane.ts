import type { CustomFetch } from 'openid-client'
import { z } from 'zod'
import { callBank } from '../outside/call-bank'
import type { Call } from '../outside/record-call'
import type { SigningServer } from '../outside/signing-client'
import type { Wire } from '../outside/wire'
import type { Config } from './config'
import type { Order, Payment } from './orders'

/**
 * PayLane, by which the shop is paid: licensed to initiate payments (PSD2 Art. 66), and known to the bank by its certificate. It
 * tells the bank its brand at the first use, and again at the next one where that failed. The calls go into `calls`.
 */
export function payLaneAt({ config, signing, wire }: PayLaneAt): PayLane {
  let brandTold: Promise<void> | null = null
  const introduce = () => {
    brandTold ??= tellBrand({ config, send: wire([]) }).catch((error: unknown) => {
      brandTold = null
      throw error
    })
    return brandTold
  }
  const to = (calls: Call[]) => ({ xs2a: config.bank.xs2a, signing, send: wire(calls) })
  return {
    introduce,
    async ask({ order, iban, psuIp, backTo }, calls) {
      await introduce()
      const { paymentId, transactionStatus, _links } = await callBank({
        ...to(calls),
        method: 'POST',
        path: PAYMENTS,
        schema: Initiated,
        headers: {
          'psu-ip-address': psuIp,
          'tpp-redirect-uri': backTo,
          'tpp-nok-redirect-uri': `${backTo}?unpaid`,
        },
        body: {
          instructedAmount: { currency: 'EUR', amount: order.price },
          ...(iban && { debtorAccount: { iban } }),
          creditorAccount: { iban: config.account.iban },
          creditorName: config.account.holder,
          remittanceInformationUnstructured: `Order ${order.number}`,
          endToEndIdentification: order.number,
          ...(order.payOn && { requestedExecutionDate: order.payOn }),
        },
      })
      const link = linkAtBank(_links.scaRedirect.href, config.bank.issuer)
      return { id: paymentId, link, status: transactionStatus, reason: null, message: null }
    },
    async look(payment, calls) {
      const { transactionStatus, tppMessages, psuMessage } = await callBank({
        ...to(calls),
        path: `${pathOf(payment)}/status`,
        schema: Looked,
      })
      return {
        ...payment,
        status: transactionStatus,
        reason: tppMessages?.[0]?.code ?? null,
        message: psuMessage ?? null,
      }
    },
    async cancel(payment, calls) {
      await callBank({ ...to(calls), method: 'DELETE', path: pathOf(payment), schema: z.unknown() })
    },
  }
}

const PAYMENTS = '/v1/payments/sepa-credit-transfers'

/** What we read of the bank's answers (Berlin Group v1.3); everything else in them is ignored. */
const Initiated = z.object({
  paymentId: z.string().min(1),
  transactionStatus: z.string(),
  _links: z.object({ scaRedirect: z.object({ href: z.string() }) }),
})
const Looked = z.object({
  transactionStatus: z.string(),
  tppMessages: z.array(z.object({ code: z.string() })).optional(),
  psuMessage: z.string().optional(),
})

function pathOf({ id }: Payment) {
  return `${PAYMENTS}/${encodeURIComponent(id)}`
}

/** Customers are sent to the bank and nowhere else, whatever an answer says. */
function linkAtBank(href: string, issuer: string) {
  const url = new URL(href, issuer)
  if (url.origin !== new URL(issuer).origin)
    throw new Error(`The bank sent us to another origin: ${url.origin}`)
  return url.href
}

/** RFC 7591 over mutual TLS, only for the name that customers read: payments need no client and no token. */
async function tellBrand({ config, send }: { config: Config; send: CustomFetch }): Promise<void> {
  const response = await send(new URL('/oauth/register', config.bank.xs2a).href, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      client_name: config.payLane.brand,
      client_uri: config.origin,
      redirect_uris: [`${config.origin}/orders`],
      token_endpoint_auth_method: 'tls_client_auth',
    }),
  })
  const answer = await response.text()
  if (!response.ok)
    throw new Error(`The bank refused our registration with ${response.status}: ${answer.slice(0, 300)}`)
}

type PayLaneAt = { config: Config; signing: SigningServer; wire: Wire }

export type PayLane = {
  introduce(): Promise<void>
  /** Asks the bank for a payment; its `link` is where the customer approves it. `iban` null: they pick the account there. */
  ask(
    asked: { order: Order; iban: string | null; psuIp: string; backTo: string },
    calls: Call[],
  ): Promise<Payment>
  /** How a payment stands now. */
  look(payment: Payment, calls: Call[]): Promise<Payment>
  /** Takes back what no customer has approved. */
  cancel(payment: Payment, calls: Call[]): Promise<void>
}
