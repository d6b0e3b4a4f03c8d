import 'server-only'
import { and, eq, gt } from 'drizzle-orm'
import { database } from '@/db/connection'
import { noticeMails, noticeSettings, notices } from '@/db/schema/notices'
import { JUST_MILLIS } from '@/lib/psu/just-done'

/**
 * What an address says was done with notices, where what is kept has it of this moment: a link by itself must not calm anybody,
 * neither that there is nothing new nor that mail will come.
 */
export async function justDone(said: string | undefined, { psuId, now }: JustDone): Promise<Done | null> {
  const word = (Object.keys(DONE) as Done[]).find((one) => one === said)
  if (!word) return null
  return (await DONE[word]({ psuId, since: new Date(now.getTime() - JUST_MILLIS) })) ? word : null
}

const DONE = {
  read: isRead,
  saved: isSaved,
  tested: isTested,
  already: isTested,
  mailed: isMailed,
} as const satisfies Record<string, (asked: Asked) => Promise<boolean>>

async function isRead({ psuId, since }: Asked): Promise<boolean> {
  return (await database().$count(notices, and(eq(notices.psuId, psuId), gt(notices.readAt, since)))) > 0
}

async function isSaved({ psuId, since }: Asked): Promise<boolean> {
  const saved = and(eq(noticeSettings.psuId, psuId), gt(noticeSettings.changedAt, since))
  return (await database().$count(noticeSettings, saved)) > 0
}

const tests = ({ psuId, since }: Asked) =>
  and(eq(notices.psuId, psuId), eq(notices.kind, 'test'), gt(notices.at, since))

async function isTested(asked: Asked): Promise<boolean> {
  return (await database().$count(notices, tests(asked))) > 0
}

async function isMailed(asked: Asked): Promise<boolean> {
  const [mail] = await database()
    .select({ id: notices.id })
    .from(notices)
    .innerJoin(noticeMails, eq(noticeMails.noticeId, notices.id))
    .where(tests(asked))
    .limit(1)
  return mail !== undefined
}

type Asked = { psuId: string; since: Date }
type Done = keyof typeof DONE
type JustDone = { psuId: string; now: Date }
