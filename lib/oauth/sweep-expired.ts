import 'server-only'
import { lt, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { interactions } from '@/db/schema/interactions'
import { oauthRecords, oauthReplays } from '@/db/schema/oauth-records'
import { TOMBSTONE_MILLIS } from './lifetimes'

/**
 * Removes what has run out: records, replays, and interactions a day after their end. Nothing that this removes could
 * have been used: every reader compares the time itself. For a job, as often as wanted.
 */
export async function sweepExpired(): Promise<{ removed: number }> {
  const records = await database().delete(oauthRecords).where(lt(oauthRecords.expiresAt, sql`placet_now()`))
  const replays = await database().delete(oauthReplays).where(lt(oauthReplays.expiresAt, sql`now()`))
  const tombstones = await database()
    .delete(interactions)
    .where(
      lt(interactions.requestEndsAt, sql`placet_now() - make_interval(secs => ${TOMBSTONE_MILLIS / 1000})`),
    )
  return { removed: [records, replays, tombstones].reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0) }
}
