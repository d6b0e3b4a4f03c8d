import 'server-only'
import { and, eq, isNull, lte, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { notices } from '@/db/schema/notices'

/**
 * Marks one of the customer's notices as read, or all up to the newest that their page showed: what came since they have not
 * seen. A foreign one is as absent. Repeating it changes nothing.
 */
export async function markRead({ psuId, which }: MarkRead): Promise<void> {
  const wanted = 'noticeId' in which ? eq(notices.id, which.noticeId) : lte(notices.at, which.upTo)
  await database()
    .update(notices)
    .set({ readAt: sql`placet_now()` })
    .where(and(eq(notices.psuId, psuId), isNull(notices.readAt), wanted))
}

type MarkRead = { psuId: string; which: { noticeId: string } | { upTo: Date } }
