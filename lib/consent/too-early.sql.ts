import { type SQL, sql } from 'drizzle-orm'

/**
 * Whether a call of the log (of this alias) was refused only because not everybody who has to allow its consent had done so
 * yet: nothing happened that the customer should know of, and no app did wrong. The log keeps it.
 */
export const tooEarly = (call: SQL): SQL => sql`(${call}.status between 300 and 499 and exists (
  select from consents w
  where w.id = ${call}.consent_id and (
    w.status in ('received', 'partiallyAuthorised')
    or w.status = 'rejected' and ${call}.at <= w.last_action_at
    or ${call}.at < (select max(v.decided_at) from consent_versions v
                     where v.consent_id = w.id and v.authorisation_id is not null))))`
