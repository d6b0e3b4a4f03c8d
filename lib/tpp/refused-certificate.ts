import 'server-only'
import { JUDGED_STEPS, judgeBySteps } from '@/lib/eidas/judge-certificate'
import type { CertificateUse } from '@/lib/eidas/qualified-certificate'
import { REASONS } from '@/lib/eidas/reasons'
import type { Step, Verdict } from '@/lib/eidas/verdict'
import type { RefusedCertificate } from './caller'
import { trustedServices } from './trust-sources'

/** What may stand against a certificate whose holder is known all the same: it is judged after `identity`. */
const AFTER_IDENTITY: readonly Step[] = ['revocation', 'issuer-revocation', 'register']

const WITHOUT_TIME = JUDGED_STEPS.filter(({ step }) => step !== 'time')

/**
 * Whose certificate was refused, where a listed CA issued it and it names its holder as it must; null for everybody who only
 * says so. Time is judged before the chain, so one that is out of its time is judged once more without: whoever forges an
 * expired certificate is nobody.
 */
export function refusedCertificate({ der, use, verdict }: RefusedCertificateOf): RefusedCertificate | null {
  const { reason, certificate } = verdict
  if (reason === null || certificate === null) return null
  const { organizationIdentifier, thumbprint } = certificate
  const { step } = REASONS[reason]
  const isKnown = AFTER_IDENTITY.includes(step) || (step === 'time' && isIssued(der, use))
  return isKnown ? { organizationIdentifier, thumbprint, reason } : null
}

function isIssued(der: Uint8Array, use: CertificateUse): boolean {
  const services = trustedServices().list()
  return judgeBySteps(WITHOUT_TIME, { der, use, services, now: new Date() }).reason === null
}

type RefusedCertificateOf = { der: Uint8Array; use: CertificateUse; verdict: Verdict }
