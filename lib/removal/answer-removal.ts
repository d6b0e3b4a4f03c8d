import 'server-only'
import { and, eq, gte, inArray, isNull } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { removals } from '@/db/schema/removals'
import { recordEvent } from '@/lib/audit/record-event'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { keyIdOf } from '@/lib/consent/open-access'
import { Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import { answerDue, answerDueExtended } from './answer-due'
import { OPEN_STATES, predecessorsOf, type RemovalAnswer, type RemovalState } from './removal'

/**
 * A third party's answer to a request of its own: deleted, partly or refused with a reason, or, once and within the first
 * month, that it needs two months more and why (GDPR Art. 12(3), (4)). An answer is final and counts however late; of two that
 * come at once one is `status_invalid`. Another third party's request is `resource_unknown` exactly like an absent one. An
 * answer to what was never acknowledged is its receipt, too. `alongside` runs in the same transaction, last.
 */
export async function answerRemoval({ alongside, ...given }: AnswerRemoval): Promise<AnsweredRemoval> {
  return database().transaction(async (tx) => {
    const own = and(eq(removals.id, given.removalId), eq(removals.tppId, given.tppId))
    const [before] = await tx.select().from(removals).where(own).for('update')
    if (!before) throw new Refusal('resource_unknown')
    const at = await now(tx)
    const today = bankDay(at, brand.timeZone)
    const isExtension = given.answer === 'extended'
    const dueOn = isExtension ? answerDueExtended(firstDay(before, at)) : (before.dueOn ?? answerDue(today))
    const receivedAt = before.receivedAt ?? at
    const key = await vaultKey(await keyIdOf(before.psuId))
    const seal = (column: string) => (given.reason === null ? null : key.seal(column, given.reason))
    const [after] = await tx
      .update(removals)
      .set(
        given.answer === 'extended'
          ? {
              state: 'received',
              receivedAt,
              dueOn,
              extendedAt: at,
              sealedExtension: seal('removals.extension'),
            }
          : { state: given.answer, receivedAt, dueOn, answeredAt: at, sealedReason: seal('removals.reason') },
      )
      .where(
        given.answer === 'extended'
          ? and(
              own,
              inArray(removals.state, [...OPEN_STATES]),
              isNull(removals.extendedAt),
              inTime(before, today),
            )
          : and(own, inArray(removals.state, predecessorsOf(given.answer))),
      )
      .returning()
    if (!after) throw new Refusal('status_invalid', { text: whyNot(before) })
    const { id: removalId, consentId, psuId, tppId, state } = after
    await recordEvent(tx, {
      at,
      type: isExtension ? 'removal.extended' : 'removal.answered',
      actor: `tpp:${tppId}`,
      subject: `consent:${consentId}`,
      psuId,
      tppId,
      consentId,
      requestId: given.requestId,
      detail: { removalId, dueOn, ...(!isExtension && { answer: state }) },
      ...(given.reason !== null && { personal: { reason: given.reason } }),
    })
    const answered = { removalId, consentId, state, dueOn }
    await alongside?.(tx, answered)
    return answered
  })
}

/** Said after the first month it would be an excuse, not a notice. */
const inTime = ({ dueOn }: Row, today: string) => (dueOn === null ? undefined : gte(removals.dueOn, today))

function whyNot({ state, extendedAt }: Row): string {
  if (!OPEN_STATES.includes(state)) return 'This request was answered already. An answer is final.'
  return extendedAt
    ? 'The time for the answer was extended already. It can be only once.'
    : 'The first month is over. Only within it can the time be extended (GDPR Art. 12(3)).'
}

/** The day on which the month began: of the receipt, or of a letter's sending. */
function firstDay({ receivedAt, channel, passedOnAt }: Row, at: Date): string {
  return bankDay(receivedAt ?? (channel === 'letter' ? passedOnAt : null) ?? at, brand.timeZone)
}

type Row = typeof removals.$inferSelect
type AnswerRemoval = {
  removalId: string
  tppId: string
  answer: RemovalAnswer | 'extended'
  /** The third party's own words, as pages may show them; null only with `deleted`. */
  reason: string | null
  requestId: string | null
  alongside?: (tx: Transaction, answered: AnsweredRemoval) => Promise<void>
}
export type AnsweredRemoval = { removalId: string; consentId: string; state: RemovalState; dueOn: string }
