import 'server-only'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { errors } from 'oidc-provider'
import { database } from '@/db/connection'
import { oauthRecords } from '@/db/schema/oauth-records'
import { recordId } from './record-id'
import { endReplayedGrant } from './replayed-grant'

/**
 * Uses an authorization code up. Whoever comes second, even a millisecond later, gets `invalid_grant`, and what the
 * first one got dies with it (RFC 6749 4.1.2, THR-01): nobody can tell which of the two was the thief.
 */
export async function consumeCode(code: string): Promise<void> {
  const ours = and(eq(oauthRecords.model, 'AuthorizationCode'), eq(oauthRecords.id, recordId(code)))
  const used = await database()
    .update(oauthRecords)
    .set({ consumedAt: sql`placet_now()` })
    .where(and(ours, isNull(oauthRecords.consumedAt)))
    .returning({ grantId: oauthRecords.grantId })
  if (used.length === 1) return
  const [known] = await database().select({ grantId: oauthRecords.grantId }).from(oauthRecords).where(ours)
  if (known?.grantId) await endReplayedGrant(known.grantId)
  throw new errors.InvalidGrant('authorization code already consumed')
}
