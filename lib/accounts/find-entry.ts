import 'server-only'
import { bookingById } from '@/lib/core-banking/ledger'
import type { MarkedBooking } from '@/lib/core-banking/ledger-port'
import { isRefusal, type Refusal } from '@/lib/errors'

/**
 * An entry that is looked for before a consent is judged, because the consent must reach back to its day. Null where
 * there is none. That the ledger cannot be reached is returned, not thrown: only whoever may read is to learn of it.
 */
export async function findEntry(accountId: string, id: string): Promise<MarkedBooking | null | Refusal> {
  try {
    return await bookingById(accountId, id)
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown
    throw thrown
  }
}
