import 'server-only'
import { asc, desc, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { noticeMails, notices } from '@/db/schema/notices'

const SHOWN_MAX = 200

/**
 * Mails that could not be sent and were given up, the youngest first; whose they are is a pseudonym, and no word of them is
 * shown.
 */
export async function findDeadMails(): Promise<DeadMail[]> {
  const { noticeId, psuId, attempts, lastFault, plannedAt, settledAt } = noticeMails
  return database()
    .select({ noticeId, psuId, kind: notices.kind, attempts, lastFault, plannedAt, settledAt })
    .from(noticeMails)
    .innerJoin(notices, eq(notices.id, noticeId))
    .where(eq(noticeMails.state, 'dead'))
    .orderBy(desc(settledAt), asc(noticeId))
    .limit(SHOWN_MAX)
}

export type DeadMail = Pick<
  typeof noticeMails.$inferSelect,
  'noticeId' | 'psuId' | 'attempts' | 'lastFault' | 'plannedAt' | 'settledAt'
> & { kind: string }
