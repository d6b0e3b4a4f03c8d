import 'server-only'
import { isFresh } from '@/lib/eidas/revocation-list'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { askSources, NobodyAnswered } from './ask-sources'
import { isForGood, type KeptAnswer, keepAnswer, readKept } from './kept-answers'
import type { RevocationSubject } from './revocation-subject'

const FRESH_MILLIS = env.REVOCATION_FRESH_MINUTES * 60_000
/** Silence, and a signed "I do not know", are believed no longer than this. */
const SILENCE_MILLIS = Math.min(5_000, FRESH_MILLIS / 4)
/** What another instance learnt is looked for this often. */
const LOOK_MILLIS = Math.min(5_000, FRESH_MILLIS / 4)
/** 0 where account information is closed too. */
export const LAST_GOOD_HOURS = Number(env.REVOCATION_UNREACHABLE_AIS.split(':')[1] ?? 0)
const REMEMBERED_MAX = 5_000
const FOREVER = new Date(8.64e15)

/**
 * What is known about a certificate's revocation at this moment, without waiting; null when sources have to be asked first,
 * by `checkRevocation`. A good answer is asked for anew, in the background, before its freshness ends.
 */
export function recallRevocation(subject: RevocationSubject, now: Date): Standing | null {
  const told = askFile(subject, now)
  if (told) return told
  const memory = memoryOf(subject)
  const { answer, silence } = memory
  if (answer && now < usableUntil(answer)) {
    const isDue = now >= refreshAt(answer) && !(silence && now < silence.retryAt)
    if (isDue || now.getTime() - memory.lookedAt >= LOOK_MILLIS) behind(learn(subject, memory, now))
    const look = new Date(now.getTime() + LOOK_MILLIS)
    return { answer, silence: null, lastGood: null, until: earlier(usableUntil(answer), look) }
  }
  if (!silence) return null
  const standing = silent(memory, silence, now)
  if (now < silence.retryAt) return standing
  // Nobody who may be served meanwhile waits for a source that is known to be silent.
  if (!mayRelyOn(standing.lastGood, now)) return null
  behind(learn(subject, memory, now))
  return standing
}

/** The same, and asks the sources where that is needed: two seconds at most. One question at a time for each certificate. */
export async function checkRevocation(subject: RevocationSubject, now: Date): Promise<Standing> {
  const known = recallRevocation(subject, now)
  if (known) return known
  const memory = memoryOf(subject)
  await learn(subject, memory, now)
  const { answer, silence } = memory
  if (answer && now < usableUntil(answer))
    return { answer, silence: null, lastGood: null, until: usableUntil(answer) }
  if (!silence) throw new Error('The sources were asked, and neither spoke nor were silent')
  return silent(memory, silence, now)
}

/**
 * For who looks at a verdict rather than at a call: what another instance has learnt is read first, so that nobody is shown
 * an older word than the next call would be answered by. Waits as `checkRevocation` does.
 */
export async function catchUp(subject: RevocationSubject, now: Date): Promise<void> {
  const memory = memoryOf(subject)
  if (askFile(subject, now) || (memory.silence && now < memory.silence.retryAt)) return
  await learn(subject, memory, now)
}

/** Whether account information may still be given on the strength of the last good answer (REVOCATION_UNREACHABLE_AIS). */
export function mayRelyOn(lastGood: KeptAnswer | null, now: Date): boolean {
  return lastGood !== null && now.getTime() - lastGood.fetchedAt.getTime() < LAST_GOOD_HOURS * 3_600_000
}

/**
 * A list that lies beside the anchor. What stands on it is revoked, however old it is. That something does not stand on it
 * counts where the certificate has no address that may be asked: an operator's copy is older than its source.
 */
function askFile({ file, serial, ocsp, crls }: RevocationSubject, now: Date): Standing | null {
  const revoked = file?.serials.get(serial)
  const told = { via: 'file', source: 'the list beside the anchor', fetchedAt: now } as const
  if (file && revoked) {
    const { thisUpdate, nextUpdate } = file
    const answer = { ...told, thisUpdate, nextUpdate, revokedAt: revoked.at, reason: revoked.reason }
    return { answer: { status: 'revoked', ...answer }, silence: null, lastGood: null, until: FOREVER }
  }
  if (ocsp.length + crls.length > 0) return null
  if (!file) {
    const text = 'There is no revocation list beside the anchor, and no address that may be asked.'
    return { answer: null, silence: { since: now, retryAt: now, text }, lastGood: null, until: now }
  }
  const { thisUpdate, nextUpdate } = file
  const answer = { ...told, status: 'good', thisUpdate, nextUpdate, revokedAt: null, reason: null } as const
  if (isFresh(file, now)) return { answer, silence: null, lastGood: null, until: nextUpdate }
  const text = `The revocation list beside the anchor ended at ${nextUpdate.toISOString()}, and no address may be asked.`
  const silence = { since: nextUpdate, retryAt: now, text }
  return { answer: null, silence, lastGood: { ...answer, fetchedAt: nextUpdate }, until: now }
}

/** Looks at what other instances learnt, and asks the sources unless that will do. Never throws for what a source does. */
function learn(subject: RevocationSubject, memory: Memory, now: Date): Promise<void> {
  memory.flight ??= ask(subject, memory, now).finally(() => {
    memory.flight = null
  })
  return memory.flight
}

async function ask(subject: RevocationSubject, memory: Memory, now: Date): Promise<void> {
  memory.lookedAt = now.getTime()
  const kept = await readKept(subject)
  if (kept && (!memory.answer || kept.fetchedAt >= memory.answer.fetchedAt || isForGood(kept))) {
    memory.answer = kept
    if (now < refreshAt(kept)) {
      memory.silence = null
      return
    }
  }
  if (memory.answer && now < refreshAt(memory.answer)) return
  try {
    const { answer, evidence } = await askSources(subject, now)
    memory.answer = answer
    memory.silence = null
    await keepAnswer(subject, answer, evidence)
    if (answer.status === 'revoked') log.warn({ ...facts(subject), answer }, 'A certificate is revoked')
  } catch (thrown) {
    if (!(thrown instanceof NobodyAnswered)) throw thrown
    const since = memory.silence?.since ?? now
    const text = `${thrown.silent.join('; ')}: silent since ${since.toISOString()}.`
    if (!memory.silence)
      log.warn({ ...facts(subject), silent: thrown.silent }, 'No revocation source answers')
    memory.silence = { since, text, retryAt: new Date(now.getTime() + SILENCE_MILLIS) }
  }
}

const facts = ({ serial, issuerKey }: RevocationSubject) => ({ serial, issuerKey })

/** A refresh that nobody waits for. */
function behind(work: Promise<void>): void {
  work.catch((error: unknown) => log.error({ err: error }, 'Revocation could not be checked'))
}

function silent({ answer }: Memory, silence: Silence, now: Date): Standing {
  const lastGood = answer?.status === 'good' ? answer : null
  return { answer: null, silence, lastGood, until: silence.retryAt > now ? silence.retryAt : now }
}

/** From when it was fetched, and never past the moment at which the source promised to say more. */
function usableUntil(answer: KeptAnswer): Date {
  const { fetchedAt, nextUpdate, status } = answer
  if (isForGood(answer)) return FOREVER
  const believed = status === 'unknown' ? SILENCE_MILLIS : FRESH_MILLIS
  // An answer at the edge of its time, taken for the sake of clocks that differ, is good for a moment.
  const end = Math.max(nextUpdate.getTime(), fetchedAt.getTime() + SILENCE_MILLIS)
  return new Date(Math.min(fetchedAt.getTime() + believed, end))
}

function refreshAt(answer: KeptAnswer): Date {
  const start = answer.fetchedAt.getTime()
  return new Date(start + ((usableUntil(answer).getTime() - start) * 2) / 3)
}

const earlier = (one: Date, other: Date) => (one < other ? one : other)

function memoryOf({ issuerKey, serial }: RevocationSubject): Memory {
  const key = `${issuerKey} ${serial}`
  const known = memories.get(key)
  if (known) return known
  if (memories.size >= REMEMBERED_MAX) memories.clear()
  const made: Memory = { answer: null, silence: null, lookedAt: Number.NEGATIVE_INFINITY, flight: null }
  memories.set(key, made)
  return made
}

const memories = new Map<string, Memory>()

type Memory = {
  answer: KeptAnswer | null
  silence: Silence | null
  lookedAt: number
  flight: Promise<void> | null
}
/** `since` is when a source was first asked in vain after the last answer; `retryAt` when one may be asked again. */
export type Silence = { since: Date; text: string; retryAt: Date }
/**
 * Either an answer of a source or silence. `lastGood`: in silence, the last answer if it was a good one. `until`:
 * when to ask for the standing again.
 */
export type Standing =
  | { answer: KeptAnswer; silence: null; lastGood: null; until: Date }
  | { answer: null; silence: Silence; lastGood: KeptAnswer | null; until: Date }
