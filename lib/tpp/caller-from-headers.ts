import 'server-only'
import { sourceOf } from '@/lib/limits/source-of'
import { hasProxySecret } from '@/lib/limits/trusted-proxies'
import type { Caller } from './caller'
import { vetCaller } from './vet-caller'

/** RFC 9440, 2.1: a structured-field byte sequence. Two certificates in one header match nothing. */
const BYTE_SEQUENCE = /^:([A-Za-z0-9+/]+={0,2}):$/

/**
 * The caller of a request that came over the public port. `Client-Cert` (RFC 9440) is believed only beside the
 * secret that the proxy alone knows (`CLIENT_CERTIFICATE_SECRET`); anybody else who sends it is a caller without a
 * certificate, exactly as if the header were absent (THR-21). No other form of the header is read: a proxy that knows of one
 * alone would pass on what a stranger sends in the other.
 */
export function callerFromHeaders(headers: Headers): Caller | Promise<Caller> {
  return vetCaller({
    der: forwardedCertificate(headers),
    address: sourceOf(headers) ?? 'unknown',
    // The secret is on what came to MTLS_ORIGIN: addresses in answers, and in DPoP proofs, are of that origin.
    through: isFromProxy(headers) ? 'listener' : 'public',
  })
}

/** The certificate of the handshake at a proxy that is believed; empty where that is unreadable, null where there is none. */
export function forwardedCertificate(headers: Headers): Buffer | null {
  const stated = isFromProxy(headers) ? headers.get('client-cert') : null
  const [, base64] = stated === null ? [] : (BYTE_SEQUENCE.exec(stated.trim()) ?? [null, ''])
  // A header that is there but unreadable is a certificate that is no good, not a missing one.
  return base64 === undefined ? null : Buffer.from(base64, 'base64')
}

const isFromProxy = (headers: Headers) => hasProxySecret(headers.get('x-client-cert-secret'))
