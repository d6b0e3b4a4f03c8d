import 'server-only'
import { standingOf } from '@/lib/core-banking/ledger'
import { Refusal } from '@/lib/errors'

/**
 * Whether a customer may share anything at all, as the bank's books have it now: `not_of_age` below the age of the market's
 * profile, whoever holds the account with them, and `psu_blocked` once they have died, before any job has written that down.
 */
export async function requireOfAge(psuId: string): Promise<void> {
  const standing = await standingOf(psuId)
  if (standing === 'minor') throw new Refusal('not_of_age')
  if (standing === 'deceased') throw new Refusal('psu_blocked')
}
