import type { Check } from '@/lib/eidas/certificate-check'
import type { RevocationAnswer } from '@/lib/eidas/revocation-answer'

/** Step `revocation`: the certificate itself. */
export const REVOCATION_CHECKS: readonly Check<RevocationFinding>[] = [
  {
    name: 'not-revoked',
    reason: 'REVOKED',
    fault: ({ answer }) =>
      answer?.status === 'revoked'
        ? `The certificate was revoked by its issuer${on(answer.revokedAt)}. Order another one: client and permissions stay the same.`
        : null,
  },
  {
    // A signed "I do not know it" about a certificate that this CA signed: the CA has lost track of it, or a stranger has its
    // key.
    name: 'serial-known',
    reason: 'REVOCATION_UNKNOWN',
    fault: ({ answer }) =>
      answer?.status === 'unknown'
        ? "The issuing CA's revocation service does not know the certificate. Ask your QTSP to publish its status."
        : null,
  },
  {
    // Fail closed: without an answer nobody knows, and whoever can silence the source could use a stolen key.
    name: 'answered',
    reason: 'REVOCATION_UNKNOWN',
    fault: ({ answer, note }) =>
      answer
        ? null
        : `Whether the certificate is revoked is not known now. ${note ?? 'No source has answered.'} The certificate may be good: try again later.`,
  },
]

/** Step `issuer-revocation`: the certificate of the CA that issued it. */
export const ISSUER_REVOCATION_CHECKS: readonly Check<RevocationFinding>[] = [
  {
    name: 'issuer-not-revoked',
    reason: 'ISSUER_REVOKED',
    fault: ({ answer }) =>
      answer?.status === 'revoked'
        ? `The certificate of the issuing CA was revoked${on(answer.revokedAt)}. Use a certificate of another CA.`
        : null,
  },
  {
    name: 'issuer-answered',
    reason: 'ISSUER_REVOCATION_UNKNOWN',
    fault: ({ answer, note }) =>
      answer && answer.status !== 'unknown'
        ? null
        : `Whether the issuing CA is revoked is not known now. ${note ?? 'No source knows.'} The certificate may be good: try again later.`,
  },
]

function on(date: Date | null): string {
  return date ? ` on ${date.toISOString()}` : ''
}

/**
 * What the bank knows now of one certificate's revocation. `answer` is null where no source has given one that may still be
 * used, and `note` then says which source was silent since when. A note beside a good answer is a rule by which it may be
 * used though it is old: the step becomes a warning. An answer that must not be used any more does not belong here.
 */
export type RevocationFinding = { answer: RevocationAnswer | null; note: string | null }
