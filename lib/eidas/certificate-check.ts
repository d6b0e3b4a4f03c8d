import type { ParsedCertificate } from '@/lib/eidas/parse-certificate'
import type { Psd2QcType } from '@/lib/eidas/qc-statements'
import type { CertificateUse } from '@/lib/eidas/qualified-certificate'
import type { Reason } from '@/lib/eidas/reasons'
import type { TrustService } from '@/lib/eidas/trust-service'
import type { Step } from '@/lib/eidas/verdict'

/** A certificate as the checks see it. What it says is read when first asked for, and throws if it cannot be read. */
export type Presented = {
  der: Uint8Array
  use: CertificateUse
  now: Date
  readonly content: ParsedCertificate
  readonly psd2: Psd2QcType
}

/**
 * One thing that must hold of what is judged. `fault` is null where it does, and else a sentence for whoever holds the
 * certificate: what was found, and what to do. The name serves tests, which leave one check out at a time.
 */
export type Check<S = Presented> = { name: string; reason: Reason; fault: (subject: S) => string | null }

/** One thing that must hold of the service that issued the certificate. Those it does not hold of are no longer considered. */
export type ServiceCheck = {
  name: string
  reason: Reason
  holds: (service: TrustService, presented: Presented) => boolean
  /** What to say where none is left, of the last that were. */
  faultOf: (last: readonly TrustService[], presented: Presented) => string
}

/** Something worth saying that refuses nothing. */
export type Note = { name: string; says: (presented: Presented) => string | null }

export type JudgedStep = {
  step: Step
  checks: readonly (Check | ServiceCheck)[]
  notes?: readonly Note[]
  passed: string
}
