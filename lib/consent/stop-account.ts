import 'server-only'
import { and, ne, type SQL, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { allowedBy } from './allowed-by'
import { draftNarrowing, type Narrowing } from './draft-narrowing'
import { lockOpen } from './lock-open'
import { heldAccounts } from './own-accounts'
import type { Alongside, Stopped } from './stop-each'
import { stopWithin } from './stop-within'
import { untilFresh, writeNarrowing } from './write-narrowing'

/**
 * Takes one account out of everything that the customer shares, in one transaction: no third party reads it from the
 * commit on. A permission that it was the last account of ends; so does one that is given only once, and one that waits
 * for somebody else's word, for they cannot be given in part. Repeating it changes nothing. Throws `ledger_unavailable`
 * where something is left to write down. Of what another holder gave first it takes none but accounts that this one holds.
 */
export async function stopAccount({ psuId, accountId, requestId, alongside }: StopAccount): Promise<Stopped> {
  const drafts = new Map<string, Narrowing>()
  const which = await coversOwn(accountId, psuId)
  return untilFresh(async () => {
    const missing = await database().transaction(async (tx) => {
      const open = await lockOpen(tx, { psuId, which })
      return open.filter(({ id, version, narrows }) => narrows && drafts.get(id)?.version !== version)
    })
    for (const { id } of missing)
      drafts.set(id, await draftNarrowing({ consentId: id, psuId, drop: accountId }))
    return database().transaction(async (tx) => {
      const stopped: Stopped = { at: await now(tx), ended: [], dropped: [] }
      for (const { id, version, narrows } of await lockOpen(tx, { psuId, which })) {
        const draft = drafts.get(id)
        if (narrows && draft?.version !== version) throw new Refusal('request_changed')
        if (narrows && draft && draft.left.length > 0) {
          await writeNarrowing(tx, draft, requestId)
          stopped.dropped.push(id)
        } else if (await stopWithin(tx, { consentId: id, psuId, requestId })) stopped.ended.push(id)
      }
      await alongside?.(tx, stopped)
      return stopped
    })
  })
}

/** Whether the version in force has the account. */
const covers = (accountId: string) => sql`exists (select from consent_accounts a
  where a.consent_id = ${consents.id} and a.version = ${consents.version} and a.account_id = ${accountId})`

/** Nobody else's account is asked about: the ledger is, only where another holder gave what has the account. */
async function coversOwn(accountId: string, psuId: string): Promise<SQL> {
  const others = and(allowedBy(psuId), ne(consents.psuId, psuId), covers(accountId))
  const [given] = await database().select({ id: consents.id }).from(consents).where(others).limit(1)
  if (!given || (await heldAccounts(psuId)).includes(accountId)) return covers(accountId)
  return sql`(${consents.psuId} = ${psuId} and ${covers(accountId)})`
}

type StopAccount = {
  psuId: string
  accountId: string
  requestId: string | null
  alongside?: Alongside | undefined
}
