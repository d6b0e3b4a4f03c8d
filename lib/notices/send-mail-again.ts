import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { noticeMails } from '@/db/schema/notices'

/** Tries a mail that was given up again, with the whole schedule before it. False where there is none of that id. */
export async function sendMailAgain(noticeId: string): Promise<boolean> {
  const revived = await database()
    .update(noticeMails)
    .set({ state: 'pending', attempts: 0, nextAttemptAt: sql`now()`, plannedAt: sql`now()`, settledAt: null })
    .where(and(eq(noticeMails.noticeId, noticeId), eq(noticeMails.state, 'dead')))
    .returning({ id: noticeMails.noticeId })
  return revived.length > 0
}
