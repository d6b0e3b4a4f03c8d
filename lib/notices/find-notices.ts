import 'server-only'
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { notices } from '@/db/schema/notices'
import { exactTime } from '@/lib/activity/exact-time'
import { keyIdOf } from '@/lib/consent/open-access'
import { vaultKey } from '@/lib/vault/vault'
import { isKind, type NoticeKind, type NoticeParams } from './notice-kinds'

/** More than this many unread ones are not counted: nobody reads the number then. */
export const UNREAD_COUNTED_MAX = 100

/** One page of a customer's notices, the newest first, from `before` on backwards. */
export async function findNotices({ psuId, before, limit }: FindNotices): Promise<NoticePage> {
  const place: SQL | undefined = before
    ? sql`(${notices.at}, ${notices.id}) < (${before.at}::timestamptz, ${before.id}::uuid)`
    : undefined
  const rows = await database()
    .select({
      id: notices.id,
      kind: notices.kind,
      consentId: notices.consentId,
      sealedParams: notices.sealedParams,
      readAt: notices.readAt,
      at: sql<string>`${exactTime(sql`${notices.at}`)}`,
    })
    .from(notices)
    .where(and(eq(notices.psuId, psuId), place))
    .orderBy(sql`${notices.at} desc, ${notices.id} desc`)
    .limit(limit + 1)
  if (rows.length === 0) return { notices: [], next: null }
  const key = await vaultKey(await keyIdOf(psuId))
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    notices: shown.flatMap(({ sealedParams, kind, readAt, ...row }) =>
      isKind(kind)
        ? [
            {
              ...row,
              kind,
              isUnread: readAt === null,
              params: key.open<NoticeParams>('notices.params', sealedParams),
            },
          ]
        : [],
    ),
    next: rows.length > limit && last ? { at: last.at, id: last.id } : null,
  }
}

/** How many of a customer's notices are unread, a hundred at most. */
export async function countUnread(psuId: string): Promise<number> {
  const unread = database()
    .select({ id: notices.id })
    .from(notices)
    .where(and(eq(notices.psuId, psuId), isNull(notices.readAt)))
    .limit(UNREAD_COUNTED_MAX)
  return (await unread).length
}

export type NoticePage = { notices: FoundNotice[]; next: NoticeCursor | null }
/** `at` to the microsecond, as text: the place in the order hangs on it. */
export type FoundNotice = {
  id: string
  kind: NoticeKind
  consentId: string | null
  params: NoticeParams
  at: string
  isUnread: boolean
}
export type NoticeCursor = { at: string; id: string }
type FindNotices = { psuId: string; before: NoticeCursor | null; limit: number }
