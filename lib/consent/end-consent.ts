import 'server-only'
import { database, type Transaction } from '@/db/connection'
import { type EndWithin, endWithin } from './end-within'

/**
 * Ends a consent, whoever says so: status, tokens, trail and queued messages change in one transaction, so no read
 * can succeed after it commits. A foreign consent is `consent_unknown` exactly like an absent one. Repeating it changes
 * nothing and returns false. `alongside` runs in the same transaction, last: when it fails, nothing has ended.
 */
export async function endConsent({ alongside, ...end }: EndConsent): Promise<boolean> {
  return database().transaction(async (tx) => {
    const ended = await endWithin(tx, end)
    if (ended) await alongside?.(tx)
    return ended
  })
}

type EndConsent = EndWithin & { alongside?: (tx: Transaction) => Promise<void> }
