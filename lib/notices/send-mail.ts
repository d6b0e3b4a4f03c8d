import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { noticeMails, notices } from '@/db/schema/notices'
import { psus } from '@/db/schema/psus'
import { brand } from '@/lib/brand'
import { mailAddressOf } from '@/lib/core-banking/ledger'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { vaultKeysById } from '@/lib/vault/vault'
import { retrySeconds } from './mail-schedule'
import { openMailServer } from './mail-transport'
import { isKind, isSecurity, KINDS, type NoticeParams } from './notice-kinds'
import { findNoticeSettings, wantsMail } from './notice-settings'
import { quietUntil } from './quiet-hours'
import type { TakenMail } from './take-due-mails'
import { type Mail, wordMail } from './word-mail'

/**
 * Sends one mail that was taken, and keeps what became of it. What the customer has switched off meanwhile is dropped, what
 * falls into their quiet hours waits; a server's final no about the recipient is final, all else is tried again by the schedule
 * until it ends. A process that dies in between leaves the lease to run out: the mail goes again, under the same Message-ID.
 */
export async function sendMail(taken: TakenMail): Promise<void> {
  const outcome = await attempt(taken).catch((thrown: unknown) => {
    log.error({ err: thrown, noticeId: taken.noticeId }, 'A mail could not be made')
    return { state: 'failed', fault: 'unexpected' } as const
  })
  const next = judge(taken, outcome)
  await database()
    .update(noticeMails)
    .set({ ...next, leasedUntil: null })
    // Whoever was slower than the lease has nothing to say any more.
    .where(
      and(
        eq(noticeMails.noticeId, taken.noticeId),
        eq(noticeMails.state, 'pending'),
        eq(noticeMails.attempts, taken.attempts),
      ),
    )
  if (outcome.state !== 'failed' && outcome.state !== 'refused') return
  const { noticeId, attempts } = taken
  if (next.state === 'dead') log.error({ noticeId, attempts, fault: outcome.fault }, 'A mail was given up')
  else log.warn({ noticeId, attempts, fault: outcome.fault }, 'A mail could not be sent yet')
}

async function attempt({ noticeId, psuId }: TakenMail): Promise<Outcome> {
  const [row] = await database()
    .select({
      notice: notices,
      keyId: psus.keyId,
      locale: sql<string | null>`coalesce(${psus.locale}, ${psus.pagesLocale})`,
    })
    .from(notices)
    .innerJoin(psus, eq(psus.id, notices.psuId))
    .where(eq(notices.id, noticeId))
  const [key] = row ? await vaultKeysById([row.keyId]) : []
  if (!row || !key || !isKind(row.notice.kind)) return { state: 'dropped' }
  const { kind, consentId, sealedParams } = row.notice
  const settings = await findNoticeSettings(psuId)
  if (!wantsMail(settings, KINDS[kind].topic)) return { state: 'dropped' }
  const quiet = isSecurity(kind) ? null : settings.quiet
  const until = quietUntil({ now: new Date(), quiet, timeZone: brand.timeZone })
  if (until) return { state: 'quiet', until }
  const to = await mailAddressOf(psuId)
  if (to === null) return { state: 'dropped' }
  const params = key.open<NoticeParams>('notices.params', sealedParams)
  return hand(to, wordMail({ noticeId, kind, params, consentId, locale: row.locale }))
}

async function hand(to: string, mail: Mail): Promise<Outcome> {
  const server = openMailServer()
  try {
    await server.sendMail({
      ...mail,
      from: { name: brand.name, address: env.MAIL_FROM ?? '' },
      to: { name: '', address: to },
    })
    return { state: 'sent' }
  } catch (thrown) {
    const { code, responseCode } = thrown as { code?: string; responseCode?: number }
    const fault = `${code ?? 'failed'}${responseCode ? ` ${responseCode}` : ''}`.slice(0, 60)
    // Of this recipient or this message; what the server says of us is ours to mend.
    const isFinal = (code === 'EENVELOPE' || code === 'EMESSAGE') && (responseCode ?? 0) >= 500
    return { state: isFinal ? 'refused' : 'failed', fault }
  } finally {
    server.close()
  }
}

function judge({ attempts }: TakenMail, outcome: Outcome): Partial<typeof noticeMails.$inferInsert> {
  const settledAt = new Date()
  switch (outcome.state) {
    case 'sent':
    case 'dropped':
      return { state: outcome.state, settledAt, lastFault: null }
    case 'quiet':
      // To wait is no attempt.
      return { nextAttemptAt: outcome.until, attempts: attempts - 1 }
    case 'refused':
      return { state: 'dead', settledAt, lastFault: outcome.fault }
    case 'failed': {
      const seconds = retrySeconds(attempts, Math.random())
      if (seconds === null) return { state: 'dead', settledAt, lastFault: outcome.fault }
      return { nextAttemptAt: new Date(Date.now() + seconds * 1_000), lastFault: outcome.fault }
    }
  }
}

type Outcome =
  | { state: 'sent' | 'dropped' }
  | { state: 'quiet'; until: Date }
  | { state: 'refused' | 'failed'; fault: string }
