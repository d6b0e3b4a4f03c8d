import type { QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import type { Reason } from '@/lib/eidas/reasons'

/** The order in which a certificate is judged: each step may rely on those before it, and the first that fails decides. */
export const STEPS = [
  'parse',
  'time',
  'chain',
  'trust-service',
  'use',
  'psd2-statement',
  'identity',
  'revocation',
  'issuer-revocation',
  'register',
] as const
export type Step = (typeof STEPS)[number]

/**
 * What one step found. `source` says whose word it was (a file, a list with its number, an OCSP responder), `asOf` how old that
 * word is; both null where the certificate itself is the source. A `warning` refuses nothing: policy lets it pass and keeps it.
 */
export type StepResult = {
  step: Step
  result: 'passed' | 'failed' | 'warning' | 'not-reached'
  reason: Reason | null
  /** A sentence for whoever holds the certificate: what was found, and what to do. */
  text: string
  source: string | null
  asOf: Date | null
}

/** The answer for one certificate at one moment. `certificate` is there as soon as its own content could be read whole. */
export type Verdict = {
  good: boolean
  /** Of the first step that failed. */
  reason: Reason | null
  steps: readonly StepResult[]
  certificate: QualifiedCertificate | null
}
