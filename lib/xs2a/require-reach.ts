import { Refusal } from '@/lib/errors'
import type { Used } from './allow-read'

/**
 * Refuses (`period_invalid`) an entry from a day that this read does not reach back to, which only the ledger knows. By
 * the same days as the statement that granted the read. A pending entry has no day and is always of now.
 */
export function requireReach({ bookedOn }: Entry, { reachesBackTo }: Used, path: string): void {
  if (bookedOn !== null && bookedOn < reachesBackTo)
    throw new Refusal('period_invalid', { path, text: TOO_OLD })
}

const TOO_OLD =
  'That entry is older than what can be read now: 90 days, or 13 months for an hour after the customer approved.'

type Entry = { bookedOn: string | null }
