import 'server-only'
import { createHash } from 'node:crypto'
import { isListedUrl } from '@/lib/egress/ask-listed'
import type { ParsedCertificate } from '@/lib/eidas/parse-certificate'
import { revocationAddresses } from '@/lib/eidas/revocation-addresses'
import type { RevocationList } from '@/lib/eidas/revocation-list'
import type { TrustService } from '@/lib/eidas/trust-service'
import { env } from '@/lib/env'

/** Of one kind: a certificate that names a hundred would be a hundred calls. */
const ADDRESSES_MAX = 2

/**
 * A certificate and who answers for it. Call it only for a certificate whose chain was verified: its own addresses count if
 * their host is on the list, so a stranger's must not come this far (THR-14). Those of the trust service come first.
 */
export function subjectOf(certificate: ParsedCertificate, service: TrustService): RevocationSubject {
  return toSubject(certificate, service.certificate, service)
}

/**
 * The issuing CA's own certificate and who answers for that; null where nobody does, because the list does not hold the CA
 * above it or it stands on its own: then the trusted list's word alone, which names the CA itself, decides.
 */
export function issuerSubjectOf(service: TrustService): RevocationSubject | null {
  const { certificate, issuedBy, above = NOTHING } = service
  if (!issuedBy || certificate.x509.raw.equals(issuedBy.x509.raw)) return null
  const subject = toSubject(certificate, issuedBy, above)
  return subject.ocsp.length + subject.crls.length > 0 || subject.file ? subject : null
}

const NOTHING: Places = { ocsp: [], crls: [], revocations: null }

function toSubject(
  certificate: ParsedCertificate,
  issuer: ParsedCertificate,
  places: Places,
): RevocationSubject {
  const own = revocationAddresses(certificate)
  const listed = [...env.REVOCATION_HOSTS, ...[...places.ocsp, ...places.crls].flatMap(placeOf)]
  const chosen = (configured: readonly string[], stated: readonly string[]) =>
    [...new Set([...configured, ...stated])].filter((url) => isListedUrl(url, listed)).slice(0, ADDRESSES_MAX)
  return {
    issuerKey: keyOf(issuer),
    serial: certificate.serial,
    endsAt: certificate.x509.validToDate,
    issuer,
    ocsp: chosen(places.ocsp, own.ocsp),
    crls: chosen(places.crls, own.crls),
    listed,
    file: places.revocations,
  }
}

/** A configured service vouches for its hosts. */
function placeOf(text: string): string[] {
  const url = URL.parse(text)
  return url?.protocol === 'http:' ? [`${url.hostname}:${url.port || 80}`] : []
}

const keyOf = ({ x509 }: ParsedCertificate) =>
  createHash('sha256')
    .update(x509.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url')

/** `issuerKey` and `serial` name the certificate; `file` is a list beside the anchor. */
export type RevocationSubject = {
  issuerKey: string
  serial: string
  endsAt: Date
  issuer: ParsedCertificate
  ocsp: readonly string[]
  crls: readonly string[]
  listed: readonly string[]
  file: RevocationList | null
}
type Places = Pick<TrustService, 'ocsp' | 'crls'> & { revocations: RevocationList | null }
