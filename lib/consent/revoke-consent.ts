import 'server-only'
import { database, type Transaction } from '@/db/connection'
import { type StopWithin, stopWithin } from './stop-within'

/**
 * Stops a third party's access on the customer's word, at any time and without signing in again (PSD2 Art. 64, 67); of
 * an account with several holders, on the word of each who has allowed it. What waits for somebody else's word is
 * withdrawn. Stopping what has ended is no fault: `stoppedNow` is false and nothing changes.
 * `alongside` runs in the same transaction, last: when it fails, nothing has ended.
 */
export async function revokeConsent({ alongside, ...stop }: RevokeConsent): Promise<{ stoppedNow: boolean }> {
  return database().transaction(async (tx) => {
    const stoppedNow = await stopWithin(tx, stop)
    await alongside?.(tx)
    return { stoppedNow }
  })
}

type RevokeConsent = StopWithin & { alongside?: ((tx: Transaction) => Promise<void>) | undefined }
