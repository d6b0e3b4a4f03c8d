import type { ServiceCheck } from '@/lib/eidas/certificate-check'
import { isQualifiedFor } from '@/lib/eidas/qualifications'
import type { CertificateUse } from '@/lib/eidas/qualified-certificate'

const USES: Record<CertificateUse, string> = {
  web: 'website authentication (QWAC)',
  eseal: 'seals (QSealC)',
}

/** Step `trust-service`: what the trusted list says of the CA, and whether it may still be asked (TS 119 612). */
export const TRUST_SERVICE_CHECKS: readonly ServiceCheck[] = [
  {
    // First: an old list knows neither who was withdrawn since nor who was granted. That is the bank's trouble.
    name: 'list-in-time',
    reason: 'TRUSTED_LIST_TOO_OLD',
    holds: ({ validUntil }, { now }) => validUntil === null || now <= validUntil,
    faultOf: ([last]) =>
      `The bank's copy of the ${last?.source ?? 'trusted list'} is too old to be used. The certificate may be good: try again later.`,
  },
  {
    name: 'granted',
    reason: 'TRUST_SERVICE_WITHDRAWN',
    holds: ({ status }) => status === 'granted',
    faultOf: ([last]) =>
      `The issuing CA is withdrawn by the ${last?.source ?? 'trusted list'}. Use a certificate of another QTSP.`,
  },
  {
    name: 'for-this-use',
    reason: 'TRUST_SERVICE_OTHER_USE',
    holds: ({ uses }, { use }) => uses.includes(use),
    faultOf: (_, { use }) =>
      `The trusted list does not let the issuing CA issue certificates for ${USES[use]}. Use one of a CA that is listed for it.`,
  },
  {
    name: 'not-excepted',
    reason: 'TRUST_SERVICE_OTHER_USE',
    holds: ({ qualifications = [] }, { use, content }) => isQualifiedFor(use, content, qualifications),
    faultOf: (_, { use }) =>
      `The trusted list excepts certificates like this one of the issuing CA: they are not qualified for ${USES[use]}. Ask your QTSP for one that is.`,
  },
]
