import 'server-only'
import { and, eq, lte } from 'drizzle-orm'
import { database } from '@/db/connection'
import { revocationLists } from '@/db/schema/revocation-answers'
import { askListed } from '@/lib/egress/ask-listed'
import { isFresh, LIST_BYTES_MAX, type RevocationList, readRevocationList } from '@/lib/eidas/revocation-list'
import { env } from '@/lib/env'
import type { RevocationSubject } from './revocation-subject'

const LISTS_MAX = 50

/**
 * A CA's revocation list from one address: what this or another instance fetched within a third of the freshness, else
 * fetched now. Whoever asks meanwhile waits for the same fetch. Throws unless it is whole, the CA's own, and of this time.
 */
export function fetchList({ subject, url, now, signal }: FetchList): Promise<FetchedList> {
  const key = `${subject.issuerKey} ${url}`
  const known = lists.get(key)
  if (known && isRecent(known.fetchedAt, now) && isFresh(known.list, now)) return Promise.resolve(known)
  const running = flights.get(key)
  if (running) return running
  const flight = load({ subject, url, now, signal })
    .then((fetched) => {
      if (lists.size >= LISTS_MAX) lists.clear()
      lists.set(key, fetched)
      return fetched
    })
    .finally(() => flights.delete(key))
  flights.set(key, flight)
  return flight
}

const lists = new Map<string, FetchedList>()
const flights = new Map<string, Promise<FetchedList>>()

async function load({ subject, url, now, signal }: FetchList): Promise<FetchedList> {
  const { issuer, issuerKey, listed } = subject
  const ours = and(eq(revocationLists.issuer, issuerKey), eq(revocationLists.source, url))
  const [kept] = await database().select().from(revocationLists).where(ours)
  if (kept && isRecent(kept.fetchedAt, now)) {
    const list = readRevocationList(kept.body, issuer)
    if (isFresh(list, now)) return { list, fetchedAt: kept.fetchedAt }
  }
  const { status, body } = await askListed({ url, listed, bytesMax: LIST_BYTES_MAX, signal })
  if (status !== 200) throw new Error(`it answered ${status}`)
  const list = readRevocationList(body, issuer)
  if (!isFresh(list, now)) throw new Error('its list is too old')
  const told = { body, nextUpdate: list.nextUpdate, fetchedAt: now }
  await database()
    .insert(revocationLists)
    .values({ issuer: issuerKey, source: url, ...told })
    .onConflictDoUpdate({
      target: [revocationLists.issuer, revocationLists.source],
      set: told,
      setWhere: lte(revocationLists.fetchedAt, now),
    })
  return { list, fetchedAt: now }
}

/** So that what it says of a certificate is not about to end when it is asked. */
const isRecent = (fetchedAt: Date, now: Date) =>
  Math.abs(now.getTime() - fetchedAt.getTime()) < (env.REVOCATION_FRESH_MINUTES * 60_000) / 3

type FetchedList = { list: RevocationList; fetchedAt: Date }
type FetchList = { subject: RevocationSubject; url: string; now: Date; signal: AbortSignal }
