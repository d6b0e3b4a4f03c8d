import type { Check } from '@/lib/eidas/certificate-check'
import type { Judgement } from '@/lib/eidas/judge-certificate'
import type { PspRole, QualifiedCertificate } from '@/lib/eidas/qualified-certificate'
import type { Reason } from '@/lib/eidas/reasons'
import type { RevocationAnswer } from '@/lib/eidas/revocation-answer'
import type { Step, StepResult, Verdict } from '@/lib/eidas/verdict'

const REVOCATION_CHECKS: readonly Check<RevocationFinding>[] = [
  {
    name: 'not-revoked',
    reason: 'REVOKED',
    fault: ({ answer }) =>
      answer?.status === 'revoked'
        ? `The certificate was revoked by its issuer${on(answer.revokedAt)}. Order another one: client and permissions stay the same.`
        : null,
  },
  {
    // A signed "I do not know it" about a certificate that this CA signed: the CA has lost track of it, or a stranger has its key.
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

const ISSUER_REVOCATION_CHECKS: readonly Check<RevocationFinding>[] = [
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

const REGISTER_CHECKS: readonly Check<Registered>[] = [
  {
    name: 'registered',
    reason: 'AUTHORISATION_NOT_FOUND',
    fault: ({ entry, certificate: { organizationIdentifier, authority } }) =>
      entry
        ? null
        : `The register has no institution ${organizationIdentifier}. Ask ${authority.name} to have it entered, or the bank which register it reads.`,
  },
  {
    name: 'authorised',
    reason: 'AUTHORISATION_WITHDRAWN',
    fault: ({ entry, certificate: { authority } }) =>
      entry?.status === 'withdrawn'
        ? `The register says that the authorisation was withdrawn. Ask ${authority.name}.`
        : null,
  },
  {
    name: 'role-registered',
    reason: 'ROLE_NOT_IN_REGISTER',
    fault: ({ entry, certificate: { roles, authority } }) =>
      entry && roles.length > 0 && !roles.some((role) => entry.roles.includes(role))
        ? `The register grants none of the roles of the certificate (${roles.join(', ')}). Ask ${authority.name}.`
        : null,
  },
]

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
  const { policy, source, asOf, entry, certificate } = registered
  if (policy === 'off') return { ...PASSED, text: 'The bank asks no register (policy off).' }
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

function on(date: Date | null): string {
  return date ? ` on ${date.toISOString()}` : ''
}

const PASSED = { result: 'passed', reason: null, source: null, asOf: null } as const

/**
 * What the bank knows now of one certificate's revocation. `answer` is null where no source has given one that may still be
 * used, and `note` then says which source was silent since when. A note beside a good answer is a rule by which it may be
 * used though it is old: the step becomes a warning. An answer that must not be used any more does not belong here.
 */
export type RevocationFinding = { answer: RevocationAnswer | null; note: string | null }

/** What the register says of the certificate's holder, read by organizationIdentifier. `asOf` is the age of the snapshot. */
export type RegisterFinding = {
  policy: 'enforce' | 'warn' | 'off'
  entry: { status: 'active' | 'withdrawn'; roles: readonly PspRole[] } | null
  source: string | null
  asOf: Date | null
}

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

type Registered = RegisterFinding & { certificate: QualifiedCertificate }
type Outcome = Omit<StepResult, 'step'>
