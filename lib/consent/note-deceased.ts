import 'server-only'
import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { holds } from '@/db/schema/holds'
import { psus } from '@/db/schema/psus'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { deceasedAmong } from '@/lib/core-banking/ledger'
import { allowedBy } from './allowed-by'

const AT_ONCE = 500
/** Why there is a hold, where the books say that somebody has died on whose word the permission rests. */
const DECEASED = 'deceased'

/**
 * Writes down which customers have died by the bank's books: none of them signs in or decides anything any more, and whatever
 * rests on their word is held by the bank, so that nothing is read of it. Held and not ended: a death that was entered by mistake
 * takes all of it back, and ending is for the heirs, whose word staff take. Of what other holders have allowed without them
 * nothing changes. While the ledger cannot be reached everything stays as it is.
 */
export async function noteDeceased(): Promise<void> {
  for (let after: string | null = null; ; ) {
    const known: Known[] = await database()
      .select({ id: psus.id, status: psus.status })
      .from(psus)
      .where(
        and(inArray(psus.status, ['active', 'deceased']), after === null ? undefined : gt(psus.id, after)),
      )
      .orderBy(asc(psus.id))
      .limit(AT_ONCE)
    const deceased = await ifReachable(deceasedAmong(known.map(({ id }) => id)))
    if (deceased === null) return
    for (const { id, status } of known) {
      if (status === 'active' && deceased.has(id)) await note(id)
      if (status === 'deceased' && !deceased.has(id)) await takeBack(id)
    }
    after = known.at(-1)?.id ?? null
    if (known.length < AT_ONCE) return
  }
}

async function note(psuId: string): Promise<void> {
  await database().transaction(async (tx) => {
    if (!(await moved(tx, { psuId, from: 'active', to: 'deceased' }))) return
    const at = await now(tx)
    const resting = await tx
      .select({ consentId: consents.id })
      .from(consents)
      .where(and(allowedBy(psuId), inArray(consents.status, ['valid', 'partiallyAuthorised'])))
    if (resting.length > 0)
      await tx.insert(holds).values(
        resting.map(({ consentId }) => ({
          ...{ id: randomId(), consentId, placedBy: 'bank' as const, reason: DECEASED, placedAt: at },
        })),
      )
    await recordEvent(tx, { at, type: 'psu.deceased', actor: 'system', subject: `psu:${psuId}`, psuId })
  })
}

async function takeBack(psuId: string): Promise<void> {
  await database().transaction(async (tx) => {
    if (!(await moved(tx, { psuId, from: 'deceased', to: 'active' }))) return
    const at = await now(tx)
    const resting = tx.select({ id: consents.id }).from(consents).where(allowedBy(psuId))
    await tx
      .update(holds)
      .set({ liftedAt: at })
      .where(
        and(
          inArray(holds.consentId, resting),
          eq(holds.placedBy, 'bank'),
          eq(holds.reason, DECEASED),
          isNull(holds.liftedAt),
        ),
      )
    await recordEvent(tx, { at, type: 'psu.not-deceased', actor: 'system', subject: `psu:${psuId}`, psuId })
  })
}

/** Locks the customer first, as every decision does: one of theirs that commits before is held with the others. */
async function moved(tx: Transaction, { psuId, from, to }: Move): Promise<boolean> {
  const rows = await tx
    .update(psus)
    .set({ status: to })
    .where(and(eq(psus.id, psuId), eq(psus.status, from)))
    .returning({ id: psus.id })
  return rows.length > 0
}

type Known = Pick<typeof psus.$inferSelect, 'id' | 'status'>
type Move = { psuId: string; from: Known['status']; to: Known['status'] }
