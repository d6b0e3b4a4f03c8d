import 'server-only'
import { createHash } from 'node:crypto'
import { type Judgement, judgeCertificate } from '@/lib/eidas/judge-certificate'
import { type ParsedCertificate, parseCertificate } from '@/lib/eidas/parse-certificate'
import type { CertificateUse } from '@/lib/eidas/qualified-certificate'
import type { Verdict } from '@/lib/eidas/verdict'
import type { Refusal } from '@/lib/errors'
import { registerVersion } from '@/lib/register/find-in-register'
import { issuerSubjectOf, type RevocationSubject, subjectOf } from '@/lib/revocation/revocation-subject'
import type { RefusedCertificate, Unanswered, VettedCertificate } from './caller'
import { excuseUnreadLists } from './excuse-unread-lists'
import { unreadLists } from './followed-lists'
import { trustedServices } from './trust-sources'

/** A judgement holds this long while the trust sources stay as they are; then lists and dates are looked at again. */
const JUDGED_MILLIS = 60_000
const KNOWN_MAX = 2_000

/**
 * What a certificate itself and the lists say of it, as judged before or anew. Judged by the machine's clock: certificates come
 * from outside, where a sandbox's moved clock means nothing.
 */
export function judged(der: Uint8Array, use: CertificateUse, now: Date): Known {
  const key = `${use} ${createHash('sha256').update(der).digest('base64')}`
  const version = versionNow()
  const last = judgements.get(key)
  if (last && last.version === version && now.getTime() < last.until) return last
  const services = trustedServices().list()
  const judgement = excuseUnreadLists(judgeCertificate({ der, use, services, now }), unreadLists())
  const { reason, issuer: service, certificate } = judgement
  const content = reason === null ? parseCertificate(der) : null
  const made: Known = {
    der,
    version,
    judgement,
    use,
    content,
    subject: content && service ? subjectOf(content, service) : null,
    issuer: content && service ? issuerSubjectOf(service) : null,
    until: Math.min(now.getTime() + JUDGED_MILLIS, nextDate(certificate, now)),
    vetted: null,
  }
  if (judgements.size >= KNOWN_MAX) judgements.clear()
  judgements.set(key, made)
  return made
}

const judgements = new Map<string, Known>()

/** Of all that a verdict rests on beside the certificate: the trust sources, and the register. */
export function versionNow(): string {
  return `${trustedServices().version()} ${registerVersion()}`
}

/** When time itself will change the judgement: at the certificate's beginning, and at its end. */
function nextDate(certificate: Verdict['certificate'], now: Date): number {
  const dates = certificate ? [certificate.notBefore.getTime(), certificate.notAfter.getTime() + 1] : []
  return Math.min(...dates.filter((date) => date > now.getTime()), Number.POSITIVE_INFINITY)
}

export type Known = {
  der: Uint8Array
  version: string
  judgement: Judgement
  use: CertificateUse
  /** There once the judgement is good, and with it who answers for the certificate and for its issuer. */
  content: ParsedCertificate | null
  subject: RevocationSubject | null
  issuer: RevocationSubject | null
  until: number
  /** The last verdict on it: whoever made one keeps it here. */
  vetted: Vetted | null
}

/** Either `certificate` is good or `refusal` says why not. `until` in milliseconds of the machine's clock. */
export type Vetted = {
  verdict: Verdict
  certificate: VettedCertificate | null
  refusal: Refusal | null
  content: ParsedCertificate | null
  unanswered: Unanswered | null
  refused: RefusedCertificate | null
  until: number
  version: string
}
