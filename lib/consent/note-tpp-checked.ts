import 'server-only'
import { and, eq, lt, or, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'

/**
 * Keeps when the licence of a consent's third party was last looked up, as it asked again. Within a quarter of an hour the
 * first word stands: the customer's page tells it, and a page that is open must not change under their hands.
 */
export async function noteTppChecked(consentId: string, at: Date | null): Promise<void> {
  if (at === null) return
  const { tppCheckedAt } = consents
  const older = lt(tppCheckedAt, sql`${at.toISOString()}::timestamptz - interval '15 minutes'`)
  await database()
    .update(consents)
    .set({ tppCheckedAt: at })
    .where(
      and(
        eq(consents.id, consentId),
        eq(consents.status, 'received'),
        or(sql`${tppCheckedAt} is null`, older),
      ),
    )
}
