import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { allowedBy } from './allowed-by'
import { statusAt } from './consent'

/**
 * Locks a permission that the customer has allowed, for a change of it: one that is not valid (any more) is
 * `status_invalid`, one with another version than the page was made from `request_changed`, anybody else's
 * `consent_unknown` exactly like an absent one.
 */
export async function lockAllowed(
  tx: Transaction,
  { consentId, psuId, version }: LockAllowed,
): Promise<typeof consents.$inferSelect> {
  const [consent] = await tx
    .select()
    .from(consents)
    .where(and(eq(consents.id, consentId), allowedBy(psuId)))
    .for('update')
  if (!consent) throw new Refusal('consent_unknown')
  if (statusAt(consent, await now(tx)) !== 'valid') throw new Refusal('status_invalid')
  if (version !== undefined && consent.version !== version) throw new Refusal('request_changed')
  return consent
}

type LockAllowed = { consentId: string; psuId: string; version?: number }
