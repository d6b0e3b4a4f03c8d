import 'server-only'
import { and, desc, eq, lte, sql } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import { erasureCases } from '@/db/schema/erasure-cases'
import { erasureBookings, erasures } from '@/db/schema/erasures'
import { psus } from '@/db/schema/psus'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { forgetHolder } from '@/lib/core-banking/forget-holder'
import { Refusal } from '@/lib/errors'
import { erasurePlan } from '@/lib/removal/erasure-plan'
import { vaultKey } from '@/lib/vault/vault'
import { keepRows, ofCustomer } from './keep-rows'
import { DELETED } from './kept-by-law'

/**
 * The first half of an erasure, in one transaction: what a law keeps is sealed anew, everything else that may be deleted is, the
 * customer too, and the case names the keys that are to be destroyed. From its commit on nobody seals anything under them, and
 * `finishErasures` brings it to its end however often it is interrupted. Throws `status_invalid` while the customer has not
 * left, has not asked, or something of theirs still lives.
 */
export async function prepareErasure(psuId: string): Promise<{ caseId: string }> {
  return database().transaction(async (tx) => {
    const at = await now(tx)
    const { keyId, requestedAt } = await lockDue(tx, psuId, at)
    const plan = await erasurePlan(psuId, tx)
    const caseId = randomId()
    const kept = await keepRows(tx, { caseId, psuId, key: await vaultKey(keyId) })
    const gone = new Map<string, number>()
    for (const [table, whose] of Object.entries(DELETED)) {
      const { rowCount } = await tx.execute(
        sql`delete from ${sql.identifier(table)} where ${ofCustomer(whose, psuId)}`,
      )
      gone.set(table, rowCount ?? 0)
    }
    const accountKeys = await forgetHolder(tx, psuId)
    const keyIds = [keyId, ...accountKeys]
    await tx.insert(erasureCases).values({ id: caseId, psuId, requestedAt, keyIds, preparedAt: at })
    await tx.execute(sql`select forget_customer(${psuId})`)
    const bookings = plan.map(({ table, rule, now: already, stays }) => {
      const law = kept.find((one) => one.table === table)
      const rows = law?.rows ?? 0
      return {
        erasureId: caseId,
        tableName: table,
        erased: gone.get(table) ?? already + stays - rows,
        kept: rows,
        rule: law?.law ?? rule,
        until: law?.until ?? null,
      }
    })
    if (bookings.length > 0) await tx.insert(erasureBookings).values(bookings)
    return { caseId }
  })
}

/**
 * Locked as for every decision of the customer's, and judged only then: what another instance decided while the lock was waited for is
 * seen by a statement that begins after it.
 */
async function lockDue(tx: Transaction, psuId: string, at: Date) {
  const left = lte(psus.leftOn, bankDay(at, brand.timeZone))
  await tx.select({ id: psus.id }).from(psus).where(eq(psus.id, psuId)).for('update')
  const [psu] = await tx
    .select({ keyId: psus.keyId })
    .from(psus)
    .where(and(eq(psus.id, psuId), left, nothingLives(psuId)))
  const [asked] = await tx
    .select({ requestedAt: erasures.requestedAt })
    .from(erasures)
    .where(eq(erasures.psuId, psuId))
    .orderBy(desc(erasures.requestedAt))
    .limit(1)
  if (!psu || !asked) throw new Refusal('status_invalid')
  return { ...psu, ...asked }
}

/** A permission that somebody may still read under, or a payment that is to be carried out, holds an erasure up. */
export const nothingLives = (psuId: string) => sql`
  not exists (select from consents where psu_id = ${psuId} and status in ('valid', 'partiallyAuthorised')
    and ends_at > placet_now())
  and not exists (select from payments where psu_id = ${psuId} and status in ('RCVD', 'ACTC'))`
