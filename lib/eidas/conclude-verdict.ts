import type { Check } from '@/lib/eidas/certificate-check'
import { REGISTER_CHECKS, type Registered, type RegisterFinding } from '@/lib/eidas/check-register'
import {
  ISSUER_REVOCATION_CHECKS,
  REVOCATION_CHECKS,
  type RevocationFinding,
} from '@/lib/eidas/check-revocation'
import type { Judgement } from '@/lib/eidas/judge-certificate'
import type { PspRole, QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import type { Reason } from '@/lib/eidas/reasons'
import type { Step, StepResult, Verdict } from '@/lib/eidas/verdict'

export const CONCLUDING_CHECKS: ConcludingChecks = {
  revocation: REVOCATION_CHECKS,
  issuerRevocation: ISSUER_REVOCATION_CHECKS,
  register: REGISTER_CHECKS,
}

/**
 * The verdict: a judgement, and what the bank has learnt from others about revocation and authorisation. Under `enforce`
 * its certificate has only those roles that the register grants, too; under `warn` what the register says against it is kept.
 */
export function concludeVerdict(judgement: Judgement, learnt: Learnt): Verdict {
  return concludeByChecks(CONCLUDING_CHECKS, judgement, learnt)
}

/** The same by checks of one's own. Only tests have some. */
export function concludeByChecks(checks: ConcludingChecks, judgement: Judgement, learnt: Learnt): Verdict {
  if (judgement.reason) {
    const open = (['revocation', 'issuer-revocation', 'register'] as const).map(notReached)
    const { reason, certificate } = judgement
    return { good: false, reason, certificate, steps: [...judgement.steps, ...open] }
  }
  const { certificate } = judgement
  const steps: StepResult[] = []
  const add = (step: Step, judge: () => Outcome) => {
    const isOver = steps.some(({ result }) => result === 'failed')
    steps.push(isOver ? notReached(step) : { step, ...judge() })
  }
  add('revocation', () => judgeRevocation(checks.revocation, learnt.revocation))
  add('issuer-revocation', () =>
    learnt.issuerRevocation
      ? judgeRevocation(checks.issuerRevocation, learnt.issuerRevocation)
      : { ...PASSED, text: 'The issuing CA is trusted as such: nobody above it is asked.' },
  )
  add('register', () => judgeRegister(checks.register, { ...learnt.register, certificate }))
  const reason = steps.find(({ result }) => result === 'failed')?.reason ?? null
  return {
    good: reason === null,
    reason,
    steps: [...judgement.steps, ...steps],
    certificate: { ...certificate, roles: effectiveRoles(certificate, learnt.register) },
  }
}

function judgeRevocation(checks: readonly Check<RevocationFinding>[], finding: RevocationFinding): Outcome {
  const { answer, note } = finding
  const word = { source: answer?.source ?? null, asOf: answer?.thisUpdate ?? null }
  const found = firstFault(checks, finding)
  if (found) return { ...word, result: 'failed', ...found }
  return { ...PASSED, ...word, result: note ? 'warning' : 'passed', text: note ?? 'It is not revoked.' }
}

function judgeRegister(checks: readonly Check<Registered>[], registered: Registered): Outcome {
  const { policy, source, asOf, entry, certificate, note } = registered
  if (policy === 'off') return { ...PASSED, text: 'The bank asks no register (policy off).' }
  if (note) return { ...PASSED, source, asOf, result: 'warning', text: note }
  const found = firstFault(checks, registered)
  if (found) return { source, asOf, result: policy === 'enforce' ? 'failed' : 'warning', ...found }
  const missing = certificate.roles.filter((role) => !entry?.roles.includes(role))
  if (missing.length === 0) return { ...PASSED, source, asOf, text: 'The institution is authorised.' }
  const text = `The register does not grant ${missing.join(', ')}. Ask ${certificate.authority.name}.`
  return { ...PASSED, source, asOf, result: 'warning', text }
}

function firstFault<S>(checks: readonly Check<S>[], subject: S): { reason: Reason; text: string } | null {
  for (const { reason, fault } of checks) {
    const text = fault(subject)
    if (text) return { reason, text }
  }
  return null
}

function effectiveRoles(
  { roles }: QualifiedCertificate,
  { policy, entry }: RegisterFinding,
): readonly PspRole[] {
  return policy === 'enforce' ? roles.filter((role) => entry?.roles.includes(role)) : roles
}

function notReached(step: Step): StepResult {
  const text = 'Not looked at: an earlier step failed.'
  return { step, result: 'not-reached', reason: null, text, source: null, asOf: null }
}

const PASSED = { result: 'passed', reason: null, source: null, asOf: null } as const

/** `issuerRevocation` is null where the issuing CA's own issuer is not known: then its standing on the list is all there is. */
export type Learnt = {
  revocation: RevocationFinding
  issuerRevocation: RevocationFinding | null
  register: RegisterFinding
}

export type ConcludingChecks = {
  revocation: readonly Check<RevocationFinding>[]
  issuerRevocation: readonly Check<RevocationFinding>[]
  register: readonly Check<Registered>[]
}

type Outcome = Omit<StepResult, 'step'>
