import 'server-only'
import { database } from '@/db/connection'
import { type StopWithin, stopWithin } from './stop-within'

/**
 * Stops a third party's access on the customer's word, at any time and without signing in again (PSD2 Art. 64, 67); of
 * an account with several holders, on the word of each who has allowed it. What waits for somebody else's word is
 * withdrawn. Stopping what has ended is no fault: `stoppedNow` is false and nothing changes.
 */
export async function revokeConsent(stop: StopWithin): Promise<{ stoppedNow: boolean }> {
  return { stoppedNow: await database().transaction((tx) => stopWithin(tx, stop)) }
}
