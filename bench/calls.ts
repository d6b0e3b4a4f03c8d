import type { BenchBank } from './bank'
import { otherKey } from './proofs'
import { type Ask, askBehindProxy, askOverTls, askWithProof, type BenchConsent, type Read } from './traffic'

/** A read with a token that is bound to the certificate: for ours and for the limit. */
export const overTls = (read: Read): Calls => {
  const ask = askOverTls(read)
  return { ask, refused: (given) => refusedBound(ask, ask, given) }
}

/** The same as the control is asked. */
export function behindProxy({ tppId, certificate, otherCertificate }: BenchBank): Calls {
  const bound = certificate.cert
  const ask = askBehindProxy({ tppId, bound, shown: bound })
  const showing = askBehindProxy({ tppId, bound, shown: otherCertificate.cert })
  return { ask, refused: (given) => refusedBound(ask, showing, given) }
}

/** A read with a token that is bound to a key, and a fresh proof of that key beside it (RFC 9449). */
export const withProof: Calls = { ask: askWithProof('DPoP'), refused: refusedProofs }

/** The read of `overTls` with a proof beside it, of which the signature alone is verified: for the limit of P3. */
export const besideProof: Calls = {
  ask: askWithProof('Bearer'),
  refused: (given) => ({
    ...refusedBound(besideProof.ask, besideProof.ask, given),
    'a signature that does not hold': { request: withBentProof(besideProof.ask(given.served)()) },
  }),
}

function refusedBound(ask: Ask, askShowingOther: Ask, { served, revoked }: Given): Record<string, Call> {
  return {
    'a token nobody issued': { request: withBentToken(ask(served)()) },
    'another certificate': { request: askShowingOther(served)(), wears: 'other' },
    'a revoked consent': { request: ask(revoked)() },
  }
}

/** Whatever a proof can be wrong in (RFC 9449, 4.3): to the server each of these is a stolen token. */
function refusedProofs({ served, revoked, good }: Given): Record<string, Call> {
  const token = 'A'.repeat(served.boundToken.length)
  const seconds = Math.floor(Date.now() / 1_000)
  const proven = (change: Parameters<typeof askWithProof>[1]) => ({
    request: askWithProof('DPoP', change)(served)(),
  })
  const own = withProof.ask(served)()
  return {
    'a token nobody issued': { request: withProof.ask({ ...served, boundToken: token })() },
    'a revoked consent': { request: withProof.ask(revoked)() },
    'a proof that was used': { request: good },
    'a proof of another key': proven({ key: otherKey }),
    'a proof of another token': proven({ token }),
    'a proof for another address': proven({ claims: { htu: 'https://localhost/xs2a/v1/accounts' } }),
    'a proof for another method': proven({ claims: { htm: 'POST' } }),
    'a proof that is too old': proven({ claims: { iat: seconds - 600 } }),
    'a proof ahead of time': proven({ claims: { iat: seconds + 600 } }),
    'a proof without an id': proven({ claims: { jti: undefined } }),
    'a signature that does not hold': { request: withBentProof(own) },
    'no proof': { request: own.replace(/DPoP: .*\r\n/, '') },
    'a bound token as a bearer shows one': {
      request: own.replace('Authorization: DPoP', 'Authorization: Bearer'),
    },
  }
}

/** The token of a request with its last characters changed: an unknown one, or a signature that does not hold. */
const withBentToken = (request: string) =>
  request.replace(/(Authorization: Bearer .*).{8}\r\n/, '$1AAAAAAAA\r\n')

const withBentProof = (request: string) => request.replace(/(DPoP: .*).{8}\r\n/, '$1AAAAAAAA\r\n')

/** How a server is asked, and what it must refuse. */
export type Calls = { ask: Ask; refused: (given: Given) => Record<string, Call> }
export type Wears = 'own' | 'other'
/** `good`: a call that has just been served. */
type Given = { served: BenchConsent; revoked: BenchConsent; good: string }
/** `wears`: whose certificate the caller shows, its own unless it says otherwise. */
type Call = { request: string; wears?: Wears }
