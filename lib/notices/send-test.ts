import 'server-only'
import { database } from '@/db/connection'
import { mailAddressOf } from '@/lib/core-banking/ledger'
import { env } from '@/lib/env'
import { eventOf } from './event-of'
import { insertNotices } from './insert-notices'
import { KINDS } from './notice-kinds'
import { findNoticeSettings, wantsMail } from './notice-settings'

/**
 * A notice that says it is a test, by the ways that the customer has chosen: once a minute, however often they ask. `sent` false:
 * there was one within this minute.
 */
export async function sendTest({ psuId, now }: SendTest): Promise<{ sent: boolean; mailed: boolean }> {
  const minute = now.toISOString().slice(0, 16)
  const draft = {
    eventId: eventOf('test', psuId, minute),
    psuId,
    kind: 'test' as const,
    consentId: null,
    at: now,
    params: {},
  }
  const added = await database().transaction((tx) => insertNotices(tx, [draft]))
  const wanted = wantsMail(await findNoticeSettings(psuId), KINDS.test.topic)
  const mailed = env.SMTP_URL !== undefined && wanted && (await mailAddressOf(psuId)) !== null
  return { sent: added > 0, mailed }
}

type SendTest = { psuId: string; now: Date }
