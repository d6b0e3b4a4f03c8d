import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'

/** The permissions that this customer took an account out of at this very time, and that went on without it. */
export async function findDropped({ psuId, accountId, at }: FindDropped): Promise<string[]> {
  const { rows } = await database().execute<{ id: string }>(sql`
    select v.consent_id as id from consent_versions v
    where v.psu_id = ${psuId} and v.decided_at = ${at}::timestamptz
      and exists (select from consent_accounts a
                  where a.consent_id = v.consent_id and a.version = v.version - 1 and a.account_id = ${accountId})
      and not exists (select from consent_accounts a
                      where a.consent_id = v.consent_id and a.version = v.version and a.account_id = ${accountId})`)
  return rows.map(({ id }) => id)
}

/** `at`: an instant as ISO 8601 writes it. */
type FindDropped = { psuId: string; accountId: string; at: string }
