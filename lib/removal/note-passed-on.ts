import 'server-only'
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { removals } from '@/db/schema/removals'
import type { Actor } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { allowedBy } from '@/lib/consent/allowed-by'
import { Refusal } from '@/lib/errors'
import { answerDue } from './answer-due'
import { predecessorsOf } from './removal'

/** The sender has taken a request up, within its own transaction. */
export async function notePassedOn(tx: Transaction, removalId: string): Promise<void> {
  await passOn(tx, {
    which: eq(removals.id, removalId),
    channel: 'message',
    actor: 'system',
    requestId: null,
  })
}

/**
 * The customer says that the letter is on its way. When it is received nobody tells the bank, so the day of sending starts
 * the month; it is never later than the right one. Throws `resource_unknown`, and `status_invalid` where it is said already.
 */
export async function noteLetterSent({ removalId, psuId, requestId }: NoteLetterSent): Promise<void> {
  await database().transaction(async (tx) => {
    const which = sql`${eq(removals.id, removalId)} and ${removals.consentId} in
      (select ${consents.id} from ${consents} where ${allowedBy(psuId)})`
    const passedOn = await passOn(tx, { which, channel: 'letter', actor: `psu:${psuId}`, requestId })
    if (passedOn) return
    const known = await tx.select({ id: removals.id }).from(removals).where(which)
    throw new Refusal(known.length === 0 ? 'resource_unknown' : 'status_invalid')
  })
}

async function passOn(tx: Transaction, { which, channel, actor, requestId }: PassOn): Promise<boolean> {
  const at = await now(tx)
  const [row] = await tx
    .update(removals)
    .set({
      state: 'passed-on',
      passedOnAt: at,
      ...(channel === 'letter' && { dueOn: answerDue(bankDay(at, brand.timeZone)) }),
    })
    .where(and(which, eq(removals.channel, channel), inArray(removals.state, predecessorsOf('passed-on'))))
    .returning()
  if (!row) return false
  const { psuId, tppId, consentId, id: removalId } = row
  const subject = `consent:${consentId}` as const
  const about = { at, actor, subject, psuId, tppId, consentId, requestId }
  const type = channel === 'letter' ? 'removal.letter-sent' : 'removal.passed-on'
  await recordEvent(tx, {
    ...about,
    type,
    detail: { removalId, channel, ...(row.dueOn && { dueOn: row.dueOn }) },
  })
  return true
}

type NoteLetterSent = { removalId: string; psuId: string; requestId: string | null }
type PassOn = { which: SQL; channel: 'message' | 'letter'; actor: Actor; requestId: string | null }
