import 'server-only'
import { inArray, sql } from 'drizzle-orm'
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
  })
  await planMails(tx, added as Added[])
  return added.length
}

async function planMails(tx: Transaction, added: readonly Added[]): Promise<void> {
  if (env.SMTP_URL === undefined) return
  const settings = await settingsOf([...new Set(added.map(({ psuId }) => psuId))], tx)
  const now = new Date()
  const mails = added
    .filter(({ psuId, kind }) => wantsMail(settings.get(psuId), KINDS[kind].topic))
    .map(({ noticeId, psuId, kind }) => {
      const quiet = isSecurity(kind) ? null : (settings.get(psuId)?.quiet ?? null)
      const later = quietUntil({ now, quiet, timeZone: env.BANK_TIME_ZONE })
      return {
        noticeId,
        psuId,
        state: 'pending' as const,
        attempts: 0,
        nextAttemptAt: later ?? sql`now()`,
        plannedAt: sql`now()`,
      }
    })
  if (mails.length > 0) await tx.insert(noticeMails).values(mails).onConflictDoNothing()
}

type Added = { noticeId: string; psuId: string; kind: NoticeKind }

/** `eventId`: of the event it tells of, or `eventOf` what it tells of. */
export type NoticeDraft = {
  eventId: string
  psuId: string
  kind: NoticeKind
  consentId: string | null
  at: Date
  params: NoticeParams
}
