import 'server-only'
import type { RegisterFinding } from '@/lib/eidas/check-register'
import type { RevocationFinding } from '@/lib/eidas/check-revocation'
import { concludeVerdict } from '@/lib/eidas/conclude-verdict'
import { REASONS } from '@/lib/eidas/reasons'
import type { Verdict } from '@/lib/eidas/verdict'
import { Refusal } from '@/lib/errors'
import { findInRegister } from '@/lib/register/find-in-register'
import { keepEvidence } from '@/lib/register/keep-evidence'
import { LAST_GOOD_HOURS, mayRelyOn, type Standing } from '@/lib/revocation/check-revocation'
import type { Known, Vetted } from './known-judgements'
import { refusedCertificate } from './refused-certificate'

/** A verdict holds no longer, however long its parts do: what other instances learnt is looked for meanwhile. */
const VERDICT_MILLIS = 5_000

/** The verdict on a certificate that its judgement refuses already: nobody has to be asked. */
export function concludeFault(known: Known): Vetted {
  const nobody = { answer: null, note: null }
  const verdict = concludeVerdict(known.judgement, {
    revocation: nobody,
    issuerRevocation: null,
    register: UNASKED,
  })
  return toVetted(known, verdict, known.until)
}

/**
 * The verdict by what is known about revocation now. Evidence of what the register said is kept, and where silence is all that
 * stands against the certificate, what may be used by the last good answer.
 */
export function conclude(known: Known, { standing, issuerStanding, now }: Standings): Vetted {
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

type Standings = { standing: Standing; issuerStanding: Standing | null; now: Date }
