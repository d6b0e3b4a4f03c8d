import 'server-only'
import { createHash } from 'node:crypto'
import { loadTrustAnchors, type TrustAnchors } from '@/lib/eidas/trust-anchors'
import { vetCertificate } from '@/lib/eidas/vet-certificate'
import { env } from '@/lib/env'
import { isRefusal, Refusal } from '@/lib/errors'
import type { Caller, VettedCertificate } from './caller'

/** A verdict holds this long; then end of validity, revocation list and trust anchors are looked at again. */
const VERDICT_MILLIS = 2_000
const VERDICTS_MAX = 2_000

/**
 * The caller behind a certificate, vetted as a QWAC; never throws for what a stranger presents. `der` null is a peer
 * without a certificate. Judged by the machine's clock: certificates and revocation lists come from outside, where a
 * sandbox's moved clock means nothing.
 */
export function vetCaller({ der, address, through }: VetCaller): Caller {
  if (der === null) return { certificate: null, refusal: missing(), address, through }
  const key = createHash('sha256').update(der).digest('base64')
  const elapsed = performance.now()
  const known = verdicts.get(key)
  const verdict = known && known.until > elapsed ? known.verdict : vet(der)
  if (verdict !== known?.verdict) {
    if (verdicts.size >= VERDICTS_MAX) verdicts.clear()
    verdicts.set(key, { verdict, until: elapsed + VERDICT_MILLIS })
  }
  return { ...verdict, address, through }
}

/** The CAs this bank trusts, read from `TRUST_ANCHORS` when first asked. Throws when the folder cannot be read. */
export function trustAnchors(): TrustAnchors {
  anchors ??= loadTrustAnchors(env.TRUST_ANCHORS)
  return anchors
}

let anchors: TrustAnchors | undefined
const verdicts = new Map<string, { verdict: Verdict; until: number }>()

function vet(der: Uint8Array): Verdict {
  try {
    const certificate = vetCertificate({ der, use: 'web', anchors: trustAnchors(), now: new Date() })
    return { certificate: { ...certificate, der }, refusal: null }
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown
    return { certificate: null, refusal: thrown }
  }
}

const missing = () =>
  new Refusal('certificate_missing', {
    text: 'Call over mutual TLS with a qualified website authentication certificate (QWAC).',
  })

type Verdict = { certificate: VettedCertificate; refusal: null } | { certificate: null; refusal: Refusal }
type VetCaller = { der: Uint8Array | null; address: string; through: Caller['through'] }
