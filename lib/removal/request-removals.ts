import 'server-only'
import type { Transaction } from '@/db/connection'
import { isRefusal } from '@/lib/errors'
import { type RequestRemoval, requestRemovalWithin } from './request-removal'

/**
 * Asks for each of several permissions that end in the caller's transaction. One under which nothing was ever given, such as
 * one that still waited for another holder, is passed over: there is nothing to delete.
 */
export async function requestRemovalsWithin(
  tx: Transaction,
  { consentIds, ...request }: RequestRemovals,
): Promise<string[]> {
  const asked: string[] = []
  for (const consentId of consentIds) {
    const removal = await requestRemovalWithin(tx, { consentId, ...request }).catch((thrown) => {
      // Thrown before anything was written: the transaction goes on.
      if (isRefusal(thrown) && thrown.code === 'status_invalid') return null
      throw thrown
    })
    if (removal) asked.push(removal.removalId)
  }
  return asked
}

type RequestRemovals = Omit<RequestRemoval, 'consentId'> & { consentIds: readonly string[] }
