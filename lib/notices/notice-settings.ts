import 'server-only'
import { inArray } from 'drizzle-orm'
import { database, type Queryable } from '@/db/connection'
import { noticeSettings } from '@/db/schema/notices'
import { now } from '@/lib/clock'
import { requireSettledSession } from '@/lib/psu/cool-down'
import { TOPICS, type Topic } from './notice-kinds'
import type { QuietHours } from './quiet-hours'

/** What a customer has chosen about mail, completed by what the bank begins with. */
export async function findNoticeSettings(psuId: string): Promise<NoticeSettings> {
  return (await settingsOf([psuId])).get(psuId) ?? BEGINNING
}

/** The same for many; who has chosen nothing is not among them. */
export async function settingsOf(
  psuIds: readonly string[],
  queryable: Queryable = database(),
): Promise<Map<string, NoticeSettings>> {
  if (psuIds.length === 0) return new Map()
  const rows = await queryable
    .select()
    .from(noticeSettings)
    .where(inArray(noticeSettings.psuId, [...psuIds]))
  return new Map(
    rows.map(({ psuId, mail, quietFrom, quietTo }) => [
      psuId,
      {
        mail: withBeginning(mail),
        quiet: quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo },
      },
    ]),
  )
}

/**
 * Keeps a customer's choices. What may not be switched off stays on, whatever was sent. Who has just got back in changes
 * nothing (`cooling_down`): if it is somebody else, the customer must go on hearing of whatever they do.
 */
export async function changeNoticeSettings({
  psuId,
  sessionId,
  topics,
  quiet,
}: ChangeNoticeSettings): Promise<void> {
  const mail = Object.fromEntries(CHOSEN.map((topic) => [topic, topics.includes(topic)]))
  const chosen = {
    mail,
    quietFrom: quiet?.from ?? null,
    quietTo: quiet?.to ?? null,
    changedAt: await now(),
  }
  await database().transaction(async (tx) => {
    await requireSettledSession(tx, { sessionId, now: chosen.changedAt })
    await tx
      .insert(noticeSettings)
      .values({ psuId, ...chosen })
      .onConflictDoUpdate({ target: noticeSettings.psuId, set: chosen })
  })
}

/** Whether this customer wants mail about it. */
export const wantsMail = (settings: NoticeSettings | undefined, topic: Topic): boolean =>
  (settings ?? BEGINNING).mail[topic]

const ALL = Object.keys(TOPICS) as Topic[]
const CHOSEN = ALL.filter((topic) => TOPICS[topic].mail !== 'always')

function withBeginning(chosen: Record<string, boolean>): Record<Topic, boolean> {
  const entries = ALL.map((topic): [string, boolean] => {
    const { mail } = TOPICS[topic]
    return [topic, mail === 'always' || (chosen[topic] ?? mail === 'on')]
  })
  return Object.fromEntries(entries) as Record<Topic, boolean>
}

const BEGINNING: NoticeSettings = { mail: withBeginning({}), quiet: null }

export type NoticeSettings = { mail: Record<Topic, boolean>; quiet: QuietHours | null }

type ChangeNoticeSettings = {
  psuId: string
  sessionId: string
  topics: readonly Topic[]
  quiet: QuietHours | null
}
