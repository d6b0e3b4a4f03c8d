import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { marketProfile } from '@/lib/market-profile'
import { keptIn } from './kept-in.sql'

/**
 * The accounts of a permission, as it stands, that somebody who has allowed it keeps back by a standing no: nothing of them
 * leaves. None, and nothing is asked, under a market profile without standing preferences; and none of one that gives nothing any more:
 * its third party could read there when something was said and taken back.
 */
export async function findKeptAccounts(consentId: string): Promise<string[]> {
  if (!marketProfile.standingPreferences) return []
  const { rows } = await database().execute<{ account_id: string }>(sql`
    select a.account_id from consents c
    join consent_accounts a on a.consent_id = c.id and a.version = c.version
    where c.id = ${consentId} and c.status = 'valid' and c.ends_at > placet_now() and ${sql.raw(keptIn('accountNumber'))}`)
  return rows.map(({ account_id }) => account_id)
}
