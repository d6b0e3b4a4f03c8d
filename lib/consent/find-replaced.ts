import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'

/**
 * When the customer allowed the permission that saying yes to this request would end (xs2a.md 3.3); null where it would
 * end none. Of account information only: which one for funds it would be depends on the account.
 */
export async function findReplaced({ consentId, psuId }: FindReplaced): Promise<Date | null> {
  const { rows } = await database().execute<{ at: string | null }>(sql`
    select max(v.decided_at) as at
    from consents mine
    join consents older on older.tpp_id = mine.tpp_id and older.client_id = mine.client_id
      and older.kind = mine.kind and older.id <> mine.id
    join consent_versions v on v.consent_id = older.id and v.evidence <> 'dashboard'
    where mine.id = ${consentId} and mine.kind = 'accountInformation' and mine.recurring
      and older.psu_id = ${psuId} and older.recurring and older.status = 'valid' and older.ends_at > placet_now()`)
  const at = rows[0]?.at
  return at ? new Date(at) : null
}

type FindReplaced = { consentId: string; psuId: string }
