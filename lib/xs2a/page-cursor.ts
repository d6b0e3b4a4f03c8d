import 'server-only'
import type { BookingsAsked } from '@/lib/core-banking/ledger-port'
import { Refusal } from '@/lib/errors'
import { bankKey } from '@/lib/vault/vault'

/** How long a counted read may be paged through; the pages after it inherit its end, so it never grows. */
const LIFE_MILLIS = 15 * 60_000
const FIELD = 'xs2a.page'

/**
 * Where a page starts, as an opaque word for the `next` link. Sealed, because it says that the read was counted, for
 * which third party, consent, account and filters, and how far its end is.
 */
export async function sealCursor({ bound, list, at, endsAt }: Cursor): Promise<string> {
  const key = await bankKey()
  return key.seal(FIELD, { bound, list, at, endsAt } satisfies Cursor).toString('base64url')
}

/** Opens the word of a `next` link for this very read; `format_error` for any other, and after it has run out. */
export async function openCursor(word: string, bound: Bound, now: Date): Promise<Cursor> {
  const cursor = await open(word)
  const same = cursor && FIELDS.every((field) => cursor.bound[field] === bound[field])
  if (same && cursor.endsAt > now.getTime()) return cursor
  throw new Refusal('format_error', {
    path: 'page',
    text: 'This page belongs to another read, or has run out (15 minutes). Begin again without `page`.',
  })
}

/** When a read that begins now may be paged through no longer. */
export const cursorEnd = (now: Date) => now.getTime() + LIFE_MILLIS

async function open(word: string): Promise<Cursor | null> {
  const key = await bankKey()
  try {
    return key.open<Cursor>(FIELD, Buffer.from(word, 'base64url'))
  } catch {
    // Somebody's invention: answered like a word that has run out.
    return null
  }
}

const FIELDS = [
  'tppId',
  'consentId',
  'accountId',
  'bookingStatus',
  'dateFrom',
  'dateTo',
  'withBalance',
  'deltaList',
  'entryReferenceFrom',
] as const

/** What a page belongs to. Null filters were not given. */
export type Bound = Record<(typeof FIELDS)[number], string | null>
/** What the list holds, fixed when the read began: whatever is booked while somebody pages is not on it. */
export type ListBounds = Pick<BookingsAsked, 'from' | 'to' | 'since' | 'upTo'>
/** `at`: the edge of the page, null for the first. `endsAt` in milliseconds. */
export type Cursor = { bound: Bound; list: ListBounds; at: BookingsAsked['at']; endsAt: number }
