import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { privacyRequests } from '@/db/schema/privacy-requests'
import { psus } from '@/db/schema/psus'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import type { PrivacyAnswer } from './privacy-request'

/**
 * Staff answer what a customer asked about their data, with words that the customer reads; a no needs its reasons as much as a
 * yes (GDPR Art. 12(4)). Throws `resource_unknown` and, answered already, `already_decided`.
 */
export async function answerPrivacy(given: AnswerPrivacy): Promise<void> {
  const { id, staffId, answer, text, requestId } = given
  await database().transaction(async (tx) => {
    const at = await now(tx)
    const [row] = await tx
      .select({ psuId: privacyRequests.psuId, keyId: psus.keyId, kind: privacyRequests.kind })
      .from(privacyRequests)
      .innerJoin(psus, eq(psus.id, privacyRequests.psuId))
      .where(eq(privacyRequests.id, id))
    if (!row) throw new Refusal('resource_unknown')
    const sealedAnswer = (await vaultKey(row.keyId)).seal('privacy_requests.answer', text)
    const answered = await tx
      .update(privacyRequests)
      .set({ state: answer, answeredAt: at, answeredBy: `staff:${staffId}`, sealedAnswer })
      .where(and(eq(privacyRequests.id, id), eq(privacyRequests.state, 'open')))
      .returning({ id: privacyRequests.id })
    if (answered.length === 0) throw new Refusal('already_decided')
    await recordEvent(tx, {
      at,
      type: 'privacy.answered',
      actor: `staff:${staffId}`,
      subject: `psu:${row.psuId}`,
      psuId: row.psuId,
      requestId,
      detail: { privacyRequestId: id, kind: row.kind, answer },
    })
  })
}

type AnswerPrivacy = {
  id: string
  staffId: string
  answer: PrivacyAnswer
  text: string
  requestId: string | null
}
