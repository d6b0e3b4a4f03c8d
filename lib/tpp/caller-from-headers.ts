import 'server-only'
import { createHash, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'
import type { Caller } from './caller'
import { vetCaller } from './vet-caller'

/** RFC 9440, 2.1: a structured-field byte sequence. Two certificates in one header match nothing. */
const BYTE_SEQUENCE = /^:([A-Za-z0-9+/]+={0,2}):$/

/**
 * The caller of a request that came over the public port. `Client-Cert` (RFC 9440) is believed only beside the
 * secret that the proxy alone knows (`CLIENT_CERTIFICATE_SECRET`); anybody else who sends it is a caller without a
 * certificate, exactly as if the header were absent (THR-21).
 */
export function callerFromHeaders(headers: Headers): Caller {
  const trusted = isProxy(headers.get('x-client-cert-secret'))
  const stated = trusted ? headers.get('client-cert') : null
  const [, base64] = stated === null ? [] : (BYTE_SEQUENCE.exec(stated.trim()) ?? [null, ''])
  return vetCaller({
    // A header that is there but unreadable is a certificate that is no good, not a missing one.
    der: base64 === undefined ? null : Buffer.from(base64, 'base64'),
    address: trusted ? lastHop(headers.get('x-forwarded-for')) : 'unknown',
    through: 'public',
  })
}

function isProxy(given: string | null): boolean {
  const secret = env.CLIENT_CERTIFICATE_SECRET
  if (!secret || given === null) return false
  // Hashed first: timingSafeEqual wants equal lengths, and the length is part of the secret.
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

/** The proxy appends the peer it saw: only the last entry is its own word. */
function lastHop(forwardedFor: string | null): string {
  return forwardedFor?.split(',').at(-1)?.trim() || 'unknown'
}
