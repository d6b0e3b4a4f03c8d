import 'server-only'
import { createHash } from 'node:crypto'
import type { RegisterFinding } from '@/lib/eidas/check-register'
import type { RevocationFinding } from '@/lib/eidas/check-revocation'
import { concludeVerdict } from '@/lib/eidas/conclude-verdict'
import { type Judgement, judgeCertificate } from '@/lib/eidas/judge-certificate'
import { type ParsedCertificate, parseCertificate } from '@/lib/eidas/parse-certificate'
import type { CertificateUse } from '@/lib/eidas/qualified-certificate'
import { REASONS } from '@/lib/eidas/reasons'
import type { Verdict } from '@/lib/eidas/verdict'
import { Refusal } from '@/lib/errors'
import { confirmAbsence, findInRegister, registerVersion } from '@/lib/register/find-in-register'
import { keepEvidence } from '@/lib/register/keep-evidence'
import {
  checkRevocation,
  LAST_GOOD_HOURS,
  mayRelyOn,
  recallRevocation,
  type Standing,
} from '@/lib/revocation/check-revocation'
import { issuerSubjectOf, type RevocationSubject, subjectOf } from '@/lib/revocation/revocation-subject'
import type { RefusedCertificate, Unanswered, VettedCertificate } from './caller'
import { excuseUnreadLists } from './excuse-unread-lists'
import { unreadLists } from './followed-lists'
import { refusedCertificate } from './refused-certificate'
import { trustedServices } from './trust-sources'

/** A judgement holds this long while the trust sources stay as they are; then lists and dates are looked at again. */
const JUDGED_MILLIS = 60_000
/** A verdict holds no longer, however long its parts do: what other instances learnt is looked for meanwhile. */
const VERDICT_MILLIS = 5_000
const KNOWN_MAX = 2_000

/**
 * The verdict on a certificate as far as it can be had without waiting: what was judged before and what is known about its
 * revocation. Null where a source has to be asked first: see `vetCertificate`. Never throws for what a stranger presents.
 * Judged by the machine's clock: certificates come from outside, where a sandbox's moved clock means nothing.
 */
export function recallVetted(der: Uint8Array, use: CertificateUse): Vetted | null {
  const now = new Date()
  const known = judged(der, use, now)
  if (isCurrent(known.vetted)) return known.vetted
  const { subject, issuer } = known
  if (!subject) return keep(known, concludeFault(known))
  const standing = recallRevocation(subject, now)
  // Both, so that the second is not asked only after the first has answered.
  const issuerStanding = issuer && recallRevocation(issuer, now)
  if (!standing || (issuer && !issuerStanding)) return null
  return keep(known, conclude(known, { standing, issuerStanding, now }))
}

/** The verdict, and waits for the sources of revocation if it must: two seconds at most. */
export async function vetCertificate(der: Uint8Array, use: CertificateUse): Promise<Vetted> {
  const recalled = recallVetted(der, use)
  if (recalled) return recalled
  const now = new Date()
  const known = judged(der, use, now)
  const { subject, issuer } = known
  if (!subject) return keep(known, concludeFault(known))
  const [standing, issuerStanding] = await Promise.all([
    checkRevocation(subject, now),
    issuer && checkRevocation(issuer, now),
    known.judgement.certificate && confirmAbsence(known.judgement.certificate.organizationIdentifier, now),
  ])
  return keep(known, conclude(known, { standing, issuerStanding, now }))
}

/** Whether a verdict may still be used: its certificate, its revocation data and the trust sources are as they were. */
export function isCurrent(vetted: Vetted | null): vetted is Vetted {
  return vetted !== null && Date.now() < vetted.until && vetted.version === versionNow()
}

function judged(der: Uint8Array, use: CertificateUse, now: Date): Known {
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
function versionNow(): string {
  return `${trustedServices().version()} ${registerVersion()}`
}

/** When time itself will change the judgement: at the certificate's beginning, and at its end. */
function nextDate(certificate: Verdict['certificate'], now: Date): number {
  const dates = certificate ? [certificate.notBefore.getTime(), certificate.notAfter.getTime() + 1] : []
  return Math.min(...dates.filter((date) => date > now.getTime()), Number.POSITIVE_INFINITY)
}

function keep(known: Known, vetted: Vetted): Vetted {
  known.vetted = vetted
  return vetted
}

function concludeFault(known: Known): Vetted {
  const nobody = { answer: null, note: null }
  const verdict = concludeVerdict(known.judgement, {
    revocation: nobody,
    issuerRevocation: null,
    register: UNASKED,
  })
  return toVetted(known, verdict, known.until)
}

function conclude(known: Known, { standing, issuerStanding, now }: Standings): Vetted {
  const verdict = concludeVerdict(known.judgement, {
    revocation: toFinding(standing),
    issuerRevocation: issuerStanding && toFinding(issuerStanding),
    register: registerOf(known),
  })
  const { certificate } = known.judgement
  const said = verdict.steps.find(({ step }) => step === 'register')
  if (certificate) keepEvidence({ ...certificate, reason: said?.reason ?? null })
  const until = Math.min(
    known.until,
    now.getTime() + VERDICT_MILLIS,
    standing.until.getTime(),
    issuerStanding?.until.getTime() ?? Number.POSITIVE_INFINITY,
  )
  const vetted = toVetted(known, verdict, until)
  return { ...vetted, unanswered: relyOnLastGood(known, { standing, issuerStanding, now }, vetted.refusal) }
}

/** What may be used though nobody answers: only where silence is all that stands against the certificate. */
function relyOnLastGood(known: Known, { standing, issuerStanding, now }: Standings, refusal: Refusal | null) {
  if (refusal?.code !== 'revocation_unknown') return null
  const silent = [standing, issuerStanding].filter((one) => one?.silence)
  if (!silent.every((one) => mayRelyOn(one?.lastGood ?? null, now))) return null
  const verdict = concludeVerdict(known.judgement, {
    revocation: lastFinding(standing),
    issuerRevocation: issuerStanding && lastFinding(issuerStanding),
    register: registerOf(known),
  })
  const { certificate } = toVetted(known, verdict, known.until)
  const times = silent.map((one) => one?.lastGood?.fetchedAt.getTime() ?? 0)
  return certificate && { certificate, refusal, lastGoodAt: new Date(Math.min(...times)) }
}

const toFinding = ({ answer, silence }: Standing): RevocationFinding => ({
  answer,
  note: silence && `${silence.text} ${RULE}`,
})

const lastFinding = (standing: Standing): RevocationFinding =>
  standing.silence
    ? { answer: standing.lastGood, note: `${standing.silence.text} ${RULE}` }
    : toFinding(standing)

const RULE =
  LAST_GOOD_HOURS > 0
    ? `Until it answers, only account information is served, for ${LAST_GOOD_HOURS} hours after its last good answer.`
    : 'Until it answers, nothing is served.'

function toVetted(known: Known, verdict: Verdict, until: number): Vetted {
  const { der, version, content, subject, use } = known
  const { good, reason, steps } = verdict
  const text = steps.find(({ result }) => result === 'failed')?.text
  const refusal = reason ? new Refusal(REASONS[reason].refusal, { text: `${reason}: ${text}` }) : null
  const issuerKey = subject?.issuerKey ?? null
  const certificate = good && verdict.certificate ? { ...verdict.certificate, der, issuerKey } : null
  const refused = refusedCertificate({ der, use, verdict })
  return { verdict, certificate, refusal, content, unanswered: null, refused, until, version }
}

function registerOf({ judgement }: Known): RegisterFinding {
  return judgement.certificate ? findInRegister(judgement.certificate.organizationIdentifier) : UNASKED
}

const UNASKED = { policy: 'off', entry: null, source: null, asOf: null } as const

type Known = {
  der: Uint8Array
  version: string
  judgement: Judgement
  use: CertificateUse
  /** There once the judgement is good, and with it who answers for the certificate and for its issuer. */
  content: ParsedCertificate | null
  subject: RevocationSubject | null
  issuer: RevocationSubject | null
  until: number
  vetted: Vetted | null
}
type Standings = { standing: Standing; issuerStanding: Standing | null; now: Date }
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
