import 'server-only'
import { createHash, type KeyObject } from 'node:crypto'
import type { Name } from '@peculiar/asn1-x509'
import { parseCertificate } from '@/lib/eidas/parse-certificate'
import type { QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import { vetCertificate } from '@/lib/eidas/vet-certificate'
import { isRefusal, type Refusal } from '@/lib/errors'
import { trustAnchors } from './vet-caller'

/** As for a QWAC: then end of validity, revocation list and trust anchors are looked at again. */
const VERDICT_MILLIS = 2_000
const VERDICTS_MAX = 2_000

/**
 * Vets a QSealC as a QWAC is vetted: type, PSD2 statement, issuer, time, revocation. Throws the certificate's refusal.
 * With what a signature is checked by: its key, and the issuer's name as a name.
 */
export function vetSeal(der: Uint8Array): Seal {
  const key = createHash('sha256').update(der).digest('base64')
  const elapsed = performance.now()
  const known = verdicts.get(key)
  const verdict = known && known.until > elapsed ? known.verdict : vet(der)
  if (verdict !== known?.verdict) {
    if (verdicts.size >= VERDICTS_MAX) verdicts.clear()
    verdicts.set(key, { verdict, until: elapsed + VERDICT_MILLIS })
  }
  if ('refusal' in verdict) throw verdict.refusal
  return verdict.seal
}

const verdicts = new Map<string, { verdict: Verdict; until: number }>()

function vet(der: Uint8Array): Verdict {
  try {
    const certificate = vetCertificate({ der, use: 'eseal', anchors: trustAnchors(), now: new Date() })
    const { issuer, x509 } = parseCertificate(der)
    return { seal: { certificate, issuer, publicKey: x509.publicKey } }
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown
    return { refusal: thrown }
  }
}

export type Seal = { certificate: QualifiedCertificate; issuer: Name; publicKey: KeyObject }
type Verdict = { seal: Seal } | { refusal: Refusal }
