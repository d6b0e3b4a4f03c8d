import 'server-only'
import { and, eq, isNull, lte, notInArray, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { notices } from '@/db/schema/notices'
import { now } from '@/lib/clock'
import { isCoolingSession } from '@/lib/psu/cool-down'
import { isSecurity, KINDS, type NoticeKind } from './notice-kinds'

/**
 * Marks one of the customer's notices as read, or all up to the newest that their page showed: what came since they have not
 * seen. A foreign one is as absent. Repeating it changes nothing. What tells of a recovery who has just got back in by it leaves
 * unread, with all else about security: the customer may not have seen it.
 */
export async function markRead({ psuId, sessionId, which }: MarkRead): Promise<void> {
  const wanted = 'noticeId' in which ? eq(notices.id, which.noticeId) : lte(notices.at, which.upTo)
  const cooling = await isCoolingSession(database(), { sessionId, now: await now() })
  await database()
    .update(notices)
    .set({ readAt: sql`placet_now()` })
    .where(
      and(
        eq(notices.psuId, psuId),
        isNull(notices.readAt),
        wanted,
        cooling ? notInArray(notices.kind, SECURITY) : undefined,
      ),
    )
}

const SECURITY = (Object.keys(KINDS) as NoticeKind[]).filter(isSecurity)

type MarkRead = { psuId: string; sessionId: string; which: { noticeId: string } | { upTo: Date } }
