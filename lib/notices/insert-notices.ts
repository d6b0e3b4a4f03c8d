import 'server-only'
import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { Transaction } from '@/db/connection'
import { noticeMails, notices } from '@/db/schema/notices'
import { psus } from '@/db/schema/psus'
import { env } from '@/lib/env'
import { vaultKeysById } from '@/lib/vault/vault'
import { isSecurity, KINDS, type NoticeKind, type NoticeParams } from './notice-kinds'
import { settingsOf, wantsMail } from './notice-settings'
import { quietUntil } from './quiet-hours'

/**
 * Puts notices into the inboxes of their customers, and plans the mails they want. One that was planned before is left as it is,
 * so whoever plans twice tells once. A customer whose key is gone has been erased: nothing is told.
 */
export async function insertNotices(tx: Transaction, drafts: readonly NoticeDraft[]): Promise<number> {
  if (drafts.length === 0) return 0
  const psuIds = [...new Set(drafts.map(({ psuId }) => psuId))]
  const people = await tx
    .select({ id: psus.id, keyId: psus.keyId })
    .from(psus)
    .where(inArray(psus.id, psuIds))
  const keys = await vaultKeysById(people.map(({ keyId }) => keyId))
  const keyOf = new Map(people.map(({ id }, index) => [id, keys[index]]))
  const rows = drafts.flatMap(({ params, ...draft }) => {
    const key = keyOf.get(draft.psuId)
    if (!key) return []
    const sealedParams = key.seal('notices.params', params)
    return { id: newId(), ...draft, sealedParams, createdAt: sql`placet_now()`, readAt: null }
  })
  if (rows.length === 0) return 0
  const added = await tx.insert(notices).values(rows).onConflictDoNothing().returning({
    noticeId: notices.id,
    psuId: notices.psuId,
    kind: notices.kind,
    consentId: notices.consentId,
  })
  await planMails(tx, added as Added[])
  return added.length
}

/**
 * Of one kind about one permission a mail goes at once and, however often it happens, one more within the hour: who may pause for
 * two could else fill the mailbox of the other, and drown the one that matters. The inbox has all.
 */
async function planMails(tx: Transaction, added: readonly Added[]): Promise<void> {
  if (env.SMTP_URL === undefined) return
  const settings = await settingsOf([...new Set(added.map(({ psuId }) => psuId))], tx)
  const now = new Date()
  const repeats = await findRepeats(tx, added)
  const mails = added
    .filter(({ psuId, kind }) => wantsMail(settings.get(psuId), KINDS[kind].topic))
    .filter((one) => !repeats.get(sameAs(one))?.waits)
    .map(({ noticeId, psuId, kind, consentId }) => {
      const quiet = isSecurity(kind) ? null : (settings.get(psuId)?.quiet ?? null)
      const later = quietUntil({ now, quiet, timeZone: env.BANK_TIME_ZONE })
      return {
        noticeId,
        psuId,
        state: 'pending' as const,
        attempts: 0,
        nextAttemptAt: later ?? repeats.get(sameAs({ psuId, kind, consentId }))?.freeAt ?? sql`now()`,
        plannedAt: sql`now()`,
      }
    })
  if (mails.length > 0) await tx.insert(noticeMails).values(mails).onConflictDoNothing()
}

/** What was mailed lately of the same: whether one still waits, which will do for all, and else when the next may go. */
async function findRepeats(tx: Transaction, added: readonly Added[]): Promise<Map<string, Repeat>> {
  const consentIds = added.flatMap(({ consentId }) => consentId ?? [])
  if (consentIds.length === 0) return new Map()
  const { psuId, kind, consentId } = notices
  const last = sql`greatest(${noticeMails.plannedAt}, ${noticeMails.settledAt})`
  const lately = await tx
    .select({
      psuId,
      kind,
      consentId,
      waits: sql<boolean>`bool_or(${noticeMails.state} = 'pending')`,
      freeAt: sql`max(${last}) + interval '1 hour'`.mapWith(noticeMails.plannedAt),
    })
    .from(noticeMails)
    .innerJoin(notices, eq(notices.id, noticeMails.noticeId))
    .where(
      and(
        inArray(consentId, consentIds),
        ne(noticeMails.state, 'dropped'),
        sql`(${noticeMails.state} = 'pending' or ${last} > now() - interval '1 hour')`,
      ),
    )
    .groupBy(psuId, kind, consentId)
  return new Map(lately.map((row) => [sameAs(row), row]))
}

const sameAs = (one: Pick<NoticeDraft, 'psuId' | 'consentId'> & { kind: string }) =>
  `${one.psuId} ${one.kind} ${one.consentId}`

type Repeat = { waits: boolean; freeAt: Date }
type Added = Pick<NoticeDraft, 'psuId' | 'kind' | 'consentId'> & { noticeId: string }

/** `eventId`: of the event it tells of, or `eventOf` what it tells of. */
export type NoticeDraft = {
  eventId: string
  psuId: string
  kind: NoticeKind
  consentId: string | null
  at: Date
  params: NoticeParams
}
