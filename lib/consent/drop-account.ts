import 'server-only'
import { database } from '@/db/connection'
import { type DraftNarrowing, draftNarrowing } from './draft-narrowing'
import { lockAllowed } from './lock-allowed'
import { stopWithin } from './stop-within'
import { untilFresh, writeNarrowing } from './write-narrowing'

/**
 * Takes one account out of a live permission, without signing in again: it gives less. The permission gets a new version
 * with its record and hash; what is left goes on as before. The last account is a stop. Dropping what is dropped already
 * changes nothing. Throws `consent_unknown`, `resource_unknown`, `status_invalid` where the permission is not live (any
 * more) or is given only once, and `ledger_unavailable`.
 */
export async function dropAccount({ accountId, requestId, ...input }: DropAccount): Promise<Dropped> {
  return untilFresh(async () => {
    const draft = await draftNarrowing({ ...input, drop: accountId })
    return database().transaction(async (tx) => {
      if (draft.left.length > 0) {
        await writeNarrowing(tx, draft, requestId)
        return draft.changes ? 'dropped' : 'unchanged'
      }
      await lockAllowed(tx, draft)
      await stopWithin(tx, { ...input, requestId })
      return 'stopped'
    })
  })
}

type DropAccount = Omit<DraftNarrowing, 'drop' | 'until'> & { accountId: string; requestId: string | null }
export type Dropped = 'dropped' | 'stopped' | 'unchanged'
