import { createHash, generateKeyPairSync, randomUUID, sign, X509Certificate } from 'node:crypto'
import type { BenchBank } from './bank'
import { DATE_FROM, givenConsents, USES_PER_CONSENT } from './given-consents'
import { ownKey, type ProofChange } from './proofs'

/** How the control is told the certificate: by a proxy's header and the secret it shares with the proxy. */
const PROXY_SECRET = 'bench-proxy-secret-of-at-least-32-characters'

const tokenKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** What the control needs to know beside the databases. */
export const CONTROL_ENVIRONMENT = {
  CLIENT_CERTIFICATE_SECRET: PROXY_SECRET,
  BENCH_TOKEN_KEY: JSON.stringify(tokenKeys.publicKey.export({ format: 'jwk' })),
}

/** What is read. Uses are counted apart, so the same consents serve both. */
export type Read = 'balances' | 'transactions'

/**
 * Reads of an account, each with an X-Request-ID of its own and each consent used no oftener than it allows. `take`
 * gives the next `count` of them as `ask` wants them.
 */
export async function prepareTraffic(bank: BenchBank, reads: number): Promise<Traffic> {
  // Whole consents per shot: a shot that is not a multiple of four leaves some uses unspent.
  const consents = await givenConsents(bank, Math.ceil(reads / USES_PER_CONSENT))
  let first = 0
  let next = 0
  return {
    consents,
    mark: () => {
      first = next
    },
    again: () => {
      next = first
    },
    take: (count, ask) => {
      const needed = Math.ceil(count / USES_PER_CONSENT)
      const own = consents.slice(next, next + needed)
      if (own.length < needed) throw new Error(`The bench has only ${consents.length} consents`)
      next += needed
      // Each consent once, then each a second time: never two uses of one at the same time.
      const asked = own.map(ask)
      return Array.from({ length: count }, (_, index) => asked[index % needed]?.() ?? '')
    },
  }
}

/** A read over mutual TLS with the opaque token: for ours and for the limit. `further`: more lines of its head. */
export const askOverTls =
  (read: Read, further = ''): Ask =>
  (consent) =>
  () =>
    readRequest({ ...consent, read, further })

/**
 * A balances read with a fresh proof beside it. `DPoP`: with the token that is bound to the proof's key; `Bearer`: with
 * the one that is bound to the certificate. What a proof costs its maker is spent before a shot and counted by nobody.
 */
export const askWithProof =
  (scheme: 'DPoP' | 'Bearer', { claims, key = ownKey, token }: ProofChange = {}): Ask =>
  (consent) =>
  () => {
    const shown = scheme === 'DPoP' ? consent.boundToken : consent.token
    const proof = key.prove(token ?? shown, pathOf(consent.accountId, 'balances'), { claims })
    return readRequest({ ...consent, read: 'balances', scheme, token: shown, further: `DPoP: ${proof}\r\n` })
  }

/**
 * The same read as a proxy would pass it on, with a JWT access token of the same grant: for the control. The token is
 * bound to the certificate `bound`; the proxy says that the caller showed `shown`.
 */
export function askBehindProxy({ tppId, bound, shown }: AskBehindProxy): Ask {
  const thumbprint = createHash('sha256').update(new X509Certificate(bound).raw).digest('base64url')
  const certificate = new X509Certificate(shown).raw.toString('base64')
  const further = `Client-Cert: :${certificate}:\r\nX-Client-Cert-Secret: ${PROXY_SECRET}\r\n`
  return (consent) => {
    const token = jwtOf({ tppId, thumbprint, grantId: consent.grantId })
    return () => readRequest({ ...consent, token, further, read: 'balances' })
  }
}

const QUERY = { balances: '', transactions: `?bookingStatus=booked&dateFrom=${DATE_FROM}` }

const pathOf = (accountId: string, read: Read) => `/xs2a/v1/accounts/${accountId}/${read}`

function readRequest({ accountId, consentId, token, read, scheme = 'Bearer', further = '' }: ReadRequest) {
  return (
    `GET ${pathOf(accountId, read)}${QUERY[read]} HTTP/1.1\r\nHost: localhost\r\n` +
    `X-Request-ID: ${randomUUID()}\r\n` +
    `Consent-ID: ${consentId}\r\nAuthorization: ${scheme} ${token}\r\nAccept: application/json\r\n${further}\r\n`
  )
}

/** An access token as RFC 9068 has it, bound to the certificate by RFC 8705. */
function jwtOf({
  tppId,
  thumbprint,
  grantId,
}: {
  tppId: string
  thumbprint: string
  grantId: string
}): string {
  const at = Math.floor(Date.now() / 1000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const issuer = 'https://bank.example'
  const claims = { iss: issuer, aud: `${issuer}/xs2a`, sub: tppId, client_id: tppId, grant_id: grantId }
  const times = { iat: at, exp: at + 3_600, jti: randomUUID(), cnf: { 'x5t#S256': thumbprint } }
  const signed = `${part({ alg: 'ES256', typ: 'at+jwt' })}.${part({ ...claims, ...times })}`
  const key = { key: tokenKeys.privateKey, dsaEncoding: 'ieee-p1363' } as const
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}

/** `token` is bound to the certificate, `boundToken` to the key. */
export type BenchConsent = {
  consentId: string
  accountId: string
  grantId: string
  token: string
  boundToken: string
}
export type Ask = (consent: BenchConsent) => () => string
export type Traffic = {
  consents: readonly BenchConsent[]
  take: (count: number, ask: Ask) => string[]
  /** What was taken so far stays spent. */
  mark: () => void
  /** From the mark again, for another read. */
  again: () => void
}
type AskBehindProxy = { tppId: string; bound: string; shown: string }
type ReadRequest = Pick<BenchConsent, 'accountId' | 'consentId' | 'token'> & {
  read: Read
  scheme?: 'DPoP' | 'Bearer'
  further?: string
}
