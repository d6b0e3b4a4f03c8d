import 'server-only'
import { createHash } from 'node:crypto'
import { log } from '@/lib/log'
import { fetchPublication } from './fetch-publication'
import { findKept, type Kept, keepStatement, readBody } from './kept-statements'
import type { Issue, Publication } from './publication'

const MINUTE_MILLIS = 60_000
/** After a place was asked in vain, or published something that is no good. */
const RETRY_MILLIS = 10 * MINUTE_MILLIS
/** The same where there is not even an old copy. */
const URGENT_MILLIS = MINUTE_MILLIS / 2
/** By how much it may be asked more often for somebody's sake who waits. */
const HASTENED = 60

/**
 * What is published at one place, as far as this process knows it. `look` takes up what another instance fetched, and fetches
 * when that is due; then the last good copy stays in use until a better one is there: an issue whose signature is wrong, or
 * that is older than the one known, changes nothing. Only the database's own trouble is thrown.
 */
export function followPublication<T extends Issue>(publication: Publication<T>): Followed<T> {
  const state: State<T> = { known: null, fault: null, retryAt: 0, askedAt: 0, unread: null }
  return {
    place: publication.place,
    current: () => state.known,
    fault: () => state.fault,
    version: () => state.known?.digest ?? '',
    look: async (now) => {
      const before = state.known?.digest
      const kept = await takeUp(publication, state)
      if (isDue(publication, state, kept, now)) await fetchAnew(publication, state, now)
      return state.known?.digest !== before
    },
    recall: async () => {
      await takeUp(publication, state)
    },
    hasten: async (now) => {
      const since = Math.abs(now.getTime() - state.askedAt)
      if (since < (publication.refreshMinutes * MINUTE_MILLIS) / HASTENED) return
      await fetchAnew(publication, state, now)
    },
  }
}

/** Another instance's copy, checked as if it came from outside: who can write into the database cannot make a list. */
async function takeUp<T extends Issue>(publication: Publication<T>, state: State<T>): Promise<Kept | null> {
  const kept = await findKept(publication.place)
  if (!kept || kept.digest === state.unread) return null
  if (kept.digest === state.known?.digest) {
    state.known = { ...state.known, fetchedAt: kept.fetchedAt }
    return kept
  }
  if (state.known && kept.sequence < state.known.value.sequence) return null
  const body = await readBody(publication.place)
  if (!body) return null
  try {
    const value = await publication.read(body)
    state.known = { value, digest: digestOf(body), fetchedAt: kept.fetchedAt }
    return kept
  } catch (thrown) {
    // Once: it is looked at every few seconds.
    state.unread = kept.digest
    blame(publication, state, `the copy that is kept is no good: ${wordsOf(thrown)}`)
    return null
  }
}

function isDue<T extends Issue>(
  { refreshMinutes }: Publication<T>,
  { retryAt, known }: State<T>,
  kept: Kept | null,
  now: Date,
): boolean {
  if (now.getTime() < retryAt) return false
  const fetchedAt = kept?.fetchedAt ?? known?.fetchedAt
  // A time ahead of ours is another clock's: it must not put a fetch off.
  return !fetchedAt || Math.abs(now.getTime() - fetchedAt.getTime()) >= refreshMinutes * MINUTE_MILLIS
}

async function fetchAnew<T extends Issue>(
  publication: Publication<T>,
  state: State<T>,
  now: Date,
): Promise<void> {
  const { place, kind, refreshMinutes } = publication
  let body: Buffer
  let value: T
  state.askedAt = now.getTime()
  try {
    body = await fetchPublication(publication)
    value = await publication.read(body)
    mustFollow(value, digestOf(body), state.known)
  } catch (thrown) {
    state.retryAt =
      now.getTime() + Math.min(state.known ? RETRY_MILLIS : URGENT_MILLIS, refreshMinutes * MINUTE_MILLIS)
    blame(publication, state, wordsOf(thrown))
    return
  }
  const digest = digestOf(body)
  const { sequence, issuedAt, nextUpdate } = value
  const statement = { place, kind, sequence, issuedAt, nextUpdate, digest, body, fetchedAt: now }
  await keepStatement(statement, { isAnew: state.unread !== null })
  if (state.known?.digest !== digest) log.info({ place, sequence, issuedAt }, 'A published list was taken up')
  state.known = { value, digest, fetchedAt: now }
  state.fault = null
  state.unread = null
  state.retryAt = 0
}

/** An older issue would bring back whom a later one has withdrawn; two issues of one number cannot both be the scheme's. */
function mustFollow(next: Issue, digest: string, known: State<Issue>['known']): void {
  if (!known || digest === known.digest) return
  if (next.sequence < known.value.sequence)
    throw new Error(`its number ${next.sequence} is below ${known.value.sequence}, which is known`)
  if (next.sequence === known.value.sequence)
    throw new Error(`its number ${next.sequence} is that of another issue, which is known`)
}

function blame<T extends Issue>({ place }: Publication<T>, state: State<T>, fault: string): void {
  const text = `${place}: ${fault}`
  if (state.fault !== text) log.warn({ place, fault }, 'A published list cannot be used')
  state.fault = text
}

/** `unreachable` and the like are a program's words. */
const WORDS: Record<string, string> = {
  unreachable: 'it cannot be reached',
  too_slow: 'it did not answer in time',
  too_large: 'it is too large',
  address_not_public: 'its name leads to no public address',
  name_unknown: 'its name is not known',
  certificate_refused: 'its server shows a certificate that is not believed',
  url_not_allowed: 'its address is of a kind that is never called',
}

function wordsOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return WORDS[message] ?? message
}

function digestOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url')
}

type State<T> = {
  known: { value: T; digest: string; fetchedAt: Date } | null
  /** Why there is none, or no newer one. */
  fault: string | null
  retryAt: number
  askedAt: number
  /** The digest of a kept copy that could not be read. */
  unread: string | null
}

export type Followed<T> = {
  place: string
  current: () => { value: T; fetchedAt: Date } | null
  fault: () => string | null
  /** Changes with each issue. */
  version: () => string
  /** Whether another issue is in use than before. */
  look: (now: Date) => Promise<boolean>
  /** Only what is kept, without asking the place. */
  recall: () => Promise<void>
  /** Fetches before it is due, for somebody whom the issue known may not have yet; sixty times as often as usual at most. */
  hasten: (now: Date) => Promise<void>
}
