import { concludeVerdict, type RevocationFinding } from '@/lib/eidas/conclude-verdict'
import { judgeCertificate } from '@/lib/eidas/judge-certificate'
import type { CertificateUse, QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import { REASONS } from '@/lib/eidas/reasons'
import { isFresh } from '@/lib/eidas/revocation-list'
import type { TrustAnchor, TrustAnchors } from '@/lib/eidas/trust-anchors'
import type { TrustService } from '@/lib/eidas/trust-service'
import { Refusal } from '@/lib/errors'

/**
 * Vets a QWAC or QSealC by the files of a folder alone and returns what it says, or throws the Refusal of the first step
 * that failed, its `text` saying what was found.
 */
export function vetCertificate({ der, use, anchors, now }: VetCertificate): QualifiedCertificate {
  const services = anchors.list().map(serviceOf)
  const judgement = judgeCertificate({ der, use, services, now })
  const verdict = concludeVerdict(judgement, {
    revocation: findRevocation(judgement.certificate?.serial, judgement.issuer, now),
    issuerRevocation: null,
    register: { policy: 'off', entry: null, source: null, asOf: null },
  })
  const { good, reason, steps, certificate } = verdict
  if (good && certificate) return certificate
  const { text } = steps.find(({ result }) => result === 'failed') ?? {}
  throw new Refusal(reason ? REASONS[reason].refusal : 'certificate_invalid', text ? { text } : {})
}

/** An anchor is trusted for both uses: its file says nothing of them. */
function serviceOf({ certificate, revocations }: TrustAnchor): TrustService {
  const silent = { asOf: null, validUntil: null, issuedBy: null, ocsp: [], crls: [] }
  return {
    ...silent,
    certificate,
    revocations,
    status: 'granted',
    uses: ['web', 'eseal'],
    source: 'trust anchors',
  }
}

function findRevocation(
  serial: string | undefined,
  issuer: TrustService | null,
  now: Date,
): RevocationFinding {
  const list = issuer?.revocations
  const isListed = list && serial !== undefined && list.serials.has(serial)
  if (!list || !(isListed || isFresh(list, now)))
    return { answer: null, note: "The issuing CA's revocation list is not available or too old." }
  const { thisUpdate, nextUpdate } = list
  const told = { via: 'file', source: 'trust anchors', thisUpdate, nextUpdate, fetchedAt: now } as const
  return { answer: { ...told, status: isListed ? 'revoked' : 'good', revokedAt: null }, note: null }
}

type VetCertificate = { der: Uint8Array; use: CertificateUse; anchors: TrustAnchors; now: Date }
