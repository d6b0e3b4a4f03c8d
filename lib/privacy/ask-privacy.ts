import 'server-only'
import { and, count, eq } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { database } from '@/db/connection'
import { privacyRequests } from '@/db/schema/privacy-requests'
import { psus } from '@/db/schema/psus'
import { recordEvent } from '@/lib/audit/record-event'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { requireSettledSession } from '@/lib/psu/cool-down'
import { answerDue } from '@/lib/removal/answer-due'
import { vaultKey } from '@/lib/vault/vault'
import type { PrivacyKind } from './privacy-request'

const OPEN_MAX = 10

/**
 * A customer says what is wrong about them, or objects to what is done (GDPR Art. 16, 21), in their own words: the desk answers
 * within a month (Art. 12(3)). Ten may be open at a time (`too_many_requests`), and none is sent in the customer's name
 * by who has just got back in (`cooling_down`).
 */
export async function askPrivacy({
  psuId,
  sessionId,
  kind,
  text,
  requestId,
}: AskPrivacy): Promise<{ id: string }> {
  return database().transaction(async (tx) => {
    const at = await now(tx)
    await requireSettledSession(tx, { sessionId, now: at })
    const [psu] = await tx.select({ keyId: psus.keyId }).from(psus).where(eq(psus.id, psuId)).for('update')
    if (!psu) throw new Error(`There is no customer ${psuId}`)
    const [open] = await tx
      .select({ asked: count() })
      .from(privacyRequests)
      .where(and(eq(privacyRequests.psuId, psuId), eq(privacyRequests.state, 'open')))
    if ((open?.asked ?? 0) >= OPEN_MAX) throw new Refusal('too_many_requests')
    const id = randomId()
    await tx.insert(privacyRequests).values({
      id,
      psuId,
      kind,
      state: 'open',
      sealedText: (await vaultKey(psu.keyId)).seal('privacy_requests.text', text),
      askedAt: at,
      dueOn: answerDue(bankDay(at, brand.timeZone)),
    })
    await recordEvent(tx, {
      at,
      type: 'privacy.asked',
      actor: `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
      requestId,
      detail: { privacyRequestId: id, kind },
    })
    return { id }
  })
}

type AskPrivacy = {
  psuId: string
  sessionId: string
  kind: PrivacyKind
  text: string
  requestId: string | null
}
