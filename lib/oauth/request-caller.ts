import 'server-only'
import { X509Certificate } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { now as currentTime } from '@/lib/clock'
import type { PspRole } from '@/lib/eidas/qualified-certificate'
import { isRefusal, type Refusal } from '@/lib/errors'
import type { Caller, Tpp } from '@/lib/tpp/caller'
import { identifyTpp } from '@/lib/tpp/identify-tpp'
import { callerFor } from '@/lib/tpp/require-role'

/**
 * Notes who made this request where the provider's hooks find it. A certificate that is no good, or whose holder is
 * paused, is kept as a refusal: it never counts as "no certificate".
 */
export async function attachCaller(req: IncomingMessage, caller: Caller): Promise<RequestCaller> {
  const attached = await identify(caller)
  Object.defineProperty(req, CALLER, { value: attached })
  return attached
}

/**
 * Who made the request. Throws for a request that came past `attachCaller`: an answer of "no certificate" would let
 * whatever certificate it came with go unchecked.
 */
export function callerOf(req: AttachedRequest): RequestCaller {
  const attached = req[CALLER]
  if (!attached) throw new Error('Nobody noted who made this request')
  return attached
}

/** A certificate that was presented and is no good, or whose holder is paused. None at all is no fault here. */
export function badCertificate({ refusal }: RequestCaller): Refusal | null {
  return refusal && refusal.code !== 'certificate_missing' ? refusal : null
}

/**
 * Kept on the request itself: Next loads this file twice in one process, and the hooks of one copy judge requests that
 * the other copy let in.
 */
const CALLER: unique symbol = Symbol.for('placet.oauth-caller')

const NOBODY = { tpp: null, certificate: null, roles: [], silence: null } as const

async function identify(given: Caller): Promise<RequestCaller> {
  // This door serves account information unless it finds out otherwise; `silence` is for those who do.
  const caller = callerFor('PSP_AI', given)
  const silence = caller === given ? null : given.refusal
  // A browser has no certificate, and needs no look-up to be told so.
  if (!caller.certificate) return { ...NOBODY, refusal: caller.refusal }
  try {
    const tpp = await identifyTpp(caller, await currentTime())
    const { der, roles } = caller.certificate
    return { tpp, certificate: new X509Certificate(der), roles, refusal: null, silence }
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown
    return { ...NOBODY, refusal: thrown }
  }
}

/**
 * `roles` are those of the certificate of this very call, none without one. `silence`: nobody says now whether that is revoked,
 * and it is believed for account information alone; the refusal is for everything else.
 */
export type RequestCaller = {
  tpp: Tpp | null
  certificate: X509Certificate | null
  roles: readonly PspRole[]
  refusal: Refusal | null
  silence: Refusal | null
}
type AttachedRequest = IncomingMessage & { readonly [CALLER]?: RequestCaller }
