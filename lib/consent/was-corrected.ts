import { sql } from 'drizzle-orm'

/** Of a row of `access_log`: the bank failed after it was written, and a later row of the same call says so. */
export const wasCorrected = sql`exists (
  select from access_log f
  where f.consent_id = access_log.consent_id and f.call_id = access_log.call_id and f.corrects = access_log.at
    and f.at > access_log.at and f.at < access_log.at + interval '1 day')`
