import type { JudgedStep, Presented } from '@/lib/eidas/certificate-check'
import { CHAIN_CHECKS } from '@/lib/eidas/check-chain'
import { FORM_CHECKS } from '@/lib/eidas/check-form'
import { IDENTITY_CHECKS } from '@/lib/eidas/check-identity'
import { PSD2_STATEMENT_CHECKS, PSD2_STATEMENT_NOTES } from '@/lib/eidas/check-psd2-statement'
import { TIME_CHECKS } from '@/lib/eidas/check-time'
import { TRUST_SERVICE_CHECKS } from '@/lib/eidas/check-trust-service'
import { USE_CHECKS } from '@/lib/eidas/check-use'
import { describeCertificate } from '@/lib/eidas/describe-certificate'
import { presentCertificate } from '@/lib/eidas/present-certificate'
import type { CertificateUse, QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import type { Reason } from '@/lib/eidas/reasons'
import type { TrustService } from '@/lib/eidas/trust-service'
import type { StepResult } from '@/lib/eidas/verdict'

/** What can be said of a certificate without asking anybody, in this order: the first fault decides. */
export const JUDGED_STEPS: readonly JudgedStep[] = [
  {
    step: 'parse',
    checks: FORM_CHECKS,
    passed: 'It is one well-formed certificate with a strong key and a strong signature.',
  },
  { step: 'time', checks: TIME_CHECKS, passed: 'It is valid at this moment.' },
  { step: 'chain', checks: CHAIN_CHECKS, passed: 'A listed CA signed it.' },
  { step: 'trust-service', checks: TRUST_SERVICE_CHECKS, passed: 'That CA is granted for this use.' },
  { step: 'use', checks: USE_CHECKS, passed: 'It is a qualified certificate of the kind wanted here.' },
  {
    step: 'psd2-statement',
    checks: PSD2_STATEMENT_CHECKS,
    notes: PSD2_STATEMENT_NOTES,
    passed: 'Its one PSD2 statement is well formed.',
  },
  {
    step: 'identity',
    checks: IDENTITY_CHECKS,
    passed: 'It names its holder, and an authority that is known.',
  },
]

/** Steps that look at the certificate's own words alone. */
const CONTENT_STEPS: readonly string[] = ['parse', 'psd2-statement', 'identity']
/** Steps that choose among the services. */
const SERVICE_STEPS: readonly string[] = ['chain', 'trust-service']

/**
 * Judges a QWAC or QSealC (RTS Art. 34) as far as itself and the trusted services answer for it; `concludeVerdict` adds
 * revocation and register. Never throws for what a certificate contains. Which service its roles open is not judged here.
 */
export function judgeCertificate(given: JudgeCertificate): Judgement {
  return judgeBySteps(JUDGED_STEPS, given)
}

/**
 * The same by a table of one's own. Tests leave out a check and see that it is missed; whoever wants to know whose a
 * certificate is that has ended leaves out the time.
 */
export function judgeBySteps(table: readonly JudgedStep[], given: JudgeCertificate): Judgement {
  const presented = presentCertificate(given)
  const steps: StepResult[] = []
  let services = given.services
  let reason: Reason | null = null
  let issuer: TrustService | null = null
  for (const step of table) {
    const found: Found = reason ? notReached(step, services) : judgeStep(step, presented, services)
    steps.push(found.result)
    services = found.services
    if (found.result.result === 'failed') reason = found.result.reason
    else if (!reason && SERVICE_STEPS.includes(step.step)) issuer = services[0] ?? null
  }
  const certificate = readable(table, presented, steps)
  if (!reason && certificate && issuer) return { steps, reason: null, certificate, issuer }
  return { steps, reason: reason ?? 'CERT_MALFORMED', certificate, issuer }
}

function judgeStep(step: JudgedStep, presented: Presented, services: readonly TrustService[]): Found {
  let left = services
  const end = (rest: Partial<StepResult>): Found => {
    const [service] = step.step === 'trust-service' || left !== services ? left : []
    const word = { source: service?.source ?? null, asOf: service?.asOf ?? null }
    const result = { step: step.step, result: 'passed', reason: null, text: step.passed, ...word } as const
    return { result: { ...result, ...rest }, services: left }
  }
  try {
    for (const check of step.checks) {
      if ('fault' in check) {
        const text = check.fault(presented)
        if (text) return end({ result: 'failed', reason: check.reason, text })
        continue
      }
      const fitting = left.filter((service) => check.holds(service, presented))
      if (fitting.length === 0)
        return end({ result: 'failed', reason: check.reason, text: check.faultOf(left, presented) })
      left = fitting
    }
    const notes = (step.notes ?? []).flatMap(({ says }) => says(presented) ?? [])
    return end(notes.length > 0 ? { result: 'warning', text: notes.join(' ') } : {})
  } catch {
    // A certificate is a stranger's input: whatever it makes a check throw is a fault of the certificate.
    const text =
      'The certificate cannot be judged: a part of it is not as defined. Ask your QTSP for another one.'
    return end({ result: 'failed', reason: 'CERT_MALFORMED', text })
  }
}

function notReached({ step }: JudgedStep, services: readonly TrustService[]): Found {
  const result = { step, result: 'not-reached', reason: null, source: null, asOf: null } as const
  return { result: { ...result, text: 'Not looked at: an earlier step failed.' }, services }
}

/** What the certificate says, whatever else is wrong with it: an expired one still tells whose it is. */
function readable(table: readonly JudgedStep[], presented: Presented, steps: readonly StepResult[]) {
  const isWhole = table
    .filter(({ step }) => CONTENT_STEPS.includes(step))
    .every((step) => {
      const known = steps.find((result) => result.step === step.step && result.result !== 'not-reached')
      return (known ?? judgeStep(step, presented, []).result).result !== 'failed'
    })
  try {
    return isWhole ? describeCertificate(presented) : null
  } catch {
    return null
  }
}

/** `issuer` is the service whose CA signed the certificate, known from the step `chain` on. */
export type Judgement = { steps: readonly StepResult[] } & (
  | { reason: null; certificate: QualifiedCertificate; issuer: TrustService }
  | { reason: Reason; certificate: QualifiedCertificate | null; issuer: TrustService | null }
)

export type JudgeCertificate = {
  der: Uint8Array
  use: CertificateUse
  /** All that are listed now. Several may share one key: whichever passes every check speaks. */
  services: readonly TrustService[]
  /** The machine's clock: certificates come from outside, where a sandbox's moved clock means nothing. */
  now: Date
}

type Found = { result: StepResult; services: readonly TrustService[] }
