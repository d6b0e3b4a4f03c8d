import 'server-only'
import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { Resolve } from '@/lib/egress/checked-addresses'
import { EgressFault, type EgressFaultCode } from '@/lib/egress/egress-fault'
import { type Inspected, inspectTls } from '@/lib/egress/inspect-tls'
import { env } from '@/lib/env'
import type { Finding, FindingCode } from './finding'
import { type EndpointFacts, judgeEndpoint, type PlaceUse } from './judge-endpoint'

/** What it means when nothing came back. */
const SILENCE: Record<EgressFaultCode, FindingCode> = {
  name_unknown: 'NAME_UNKNOWN',
  url_not_allowed: 'NOT_LOOKED_AT',
  address_not_public: 'NOT_LOOKED_AT',
  certificate_refused: 'TLS_FAILED',
  unreachable: 'UNREACHABLE',
  too_slow: 'UNREACHABLE',
  too_large: 'UNREACHABLE',
}
/** A name that is gone, or leads inside, is no passing trouble: what was found under it is not there any more. */
const PASSING: EgressFaultCode[] = ['certificate_refused', 'unreachable', 'too_slow', 'too_large']
/** RFC 2606: names that nobody can have, as seeds and examples use them. */
const RESERVED = /(^|\.)(example|test|invalid)(:\d+)?$/
/** OpenSSL's words for what has findings of its own. */
const TIME_FAULTS = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']

/** Looks at one origin from outside and says what is to be said of it. Never throws for what a stranger does. */
export async function lookAtEndpoint({ origin, uses, now, resolve }: LookAtEndpoint): Promise<Look> {
  const { host, port } = new URL(origin)
  if (RESERVED.test(host) && !env.EGRESS_ALLOWED.includes(port ? host : `${host}:443`))
    return {
      facts: { fault: 'url_not_allowed' },
      findings: [{ code: 'NOT_LOOKED_AT', detail: {} }],
      silent: false,
    }
  try {
    const facts = toFacts(origin, uses, await inspectTls({ url: `${origin}/`, ...(resolve && { resolve }) }))
    return { facts, findings: judgeEndpoint(facts, now), silent: false }
  } catch (thrown) {
    if (!(thrown instanceof EgressFault)) throw thrown
    return {
      facts: { fault: thrown.code },
      findings: [{ code: SILENCE[thrown.code], detail: {} }],
      silent: PASSING.includes(thrown.code),
    }
  }
}

function toFacts(origin: string, uses: readonly PlaceUse[], seen: Inspected): EndpointFacts {
  const { handshake, takesOldTls } = seen
  const certificate = handshake?.certificate
  const chainFault = handshake?.chainFault ?? null
  return {
    uses,
    takesOldTls,
    protocol: handshake?.protocol ?? null,
    cipher: handshake?.cipher ?? null,
    chainFault:
      chainFault !== null && certificate && isOnlyItsTime(chainFault, certificate) ? null : chainFault,
    nameFits: certificate ? fits(certificate, new URL(origin).hostname) : null,
    notBefore: certificate ? new Date(certificate.validFrom).toISOString() : null,
    notAfter: certificate ? new Date(certificate.validTo).toISOString() : null,
    key: certificate ? keyOf(certificate) : null,
    signature: certificate?.signatureAlgorithm?.slice(0, 60) ?? null,
    hstsSeconds: secondsOf(seen.hsts),
  }
}

/** A chain that fails by the leaf's own time says nothing of the chain; that finding has a name of its own. */
function isOnlyItsTime(fault: string, { validFromDate, validToDate }: X509Certificate): boolean {
  const now = Date.now()
  const outOfTime = validToDate.getTime() < now || validFromDate.getTime() > now
  return outOfTime && TIME_FAULTS.includes(fault)
}

function fits(certificate: X509Certificate, hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  return (
    (isIP(host) === 0 ? certificate.checkHost(host, { subject: 'never' }) : certificate.checkIP(host)) !==
    undefined
  )
}

/** A key of a kind that this platform cannot read is no strong one. */
function keyOf(certificate: X509Certificate): EndpointFacts['key'] {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: of } = certificate.publicKey
    return { type: type ?? 'unknown', bits: of?.modulusLength ?? null, curve: of?.namedCurve ?? null }
  } catch {
    return { type: 'unknown', bits: null, curve: null }
  }
}

/** RFC 6797, 6.1.1: `max-age` is required; without one that can be read the header says nothing. */
function secondsOf(header: string | null): number | null {
  const [, seconds] = /(?:^|;)\s*max-age\s*=\s*"?(\d{1,12})"?\s*(?:;|$)/i.exec(header ?? '') ?? []
  return seconds === undefined ? null : Number(seconds)
}

/** `silent`: nothing was learnt, so that nothing that was found before is gone. */
export type Look = { facts: EndpointFacts | { fault: EgressFaultCode }; findings: Finding[]; silent: boolean }
type LookAtEndpoint = { origin: string; uses: readonly PlaceUse[]; now: Date; resolve?: Resolve | undefined }
