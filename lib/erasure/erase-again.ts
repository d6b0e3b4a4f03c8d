import 'server-only'
import { desc, eq, inArray, sql } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { database } from '@/db/connection'
import { erasureCases } from '@/db/schema/erasure-cases'
import { erasures } from '@/db/schema/erasures'
import { psus } from '@/db/schema/psus'
import { now } from '@/lib/clock'
import { forgetHolder } from '@/lib/core-banking/forget-holder'
import { findStones } from '@/lib/vault/count-keys'
import { finishErasures } from './finish-erasures'
import { ofCustomer } from './keep-rows'
import { DELETED } from './kept-by-law'

const AT_ONCE = 1_000

/**
 * After a backup of the data was put back: whoever was erased since it was taken is there again, though nobody can read a word. The stones
 * of the key database know them; they go again, each with a case and a certificate of its own. What a law had kept of them was lost
 * with the database, and cannot be made again. Returns how many.
 */
export async function eraseAgain(): Promise<number> {
  const again = await prepareAgain()
  await finishErasures()
  return again
}

/** The first half of it, for who finishes every erasure anyway. */
export async function prepareAgain(): Promise<number> {
  const stones = (await findStones()).filter(({ because }) => because === 'erasure').map(({ id }) => id)
  let again = 0
  for (let first = 0; first < stones.length; first += AT_ONCE) {
    const back = await database()
      .select({ psuId: psus.id, keyId: psus.keyId })
      .from(psus)
      .where(inArray(psus.keyId, stones.slice(first, first + AT_ONCE)))
    for (const one of back) await goAgain(one)
    again += back.length
  }
  return again
}

async function goAgain({ psuId, keyId }: { psuId: string; keyId: string }): Promise<void> {
  await database().transaction(async (tx) => {
    const at = await now(tx)
    const locked = await tx.select({ id: psus.id }).from(psus).where(eq(psus.id, psuId)).for('update')
    // Another instance has, in the meantime.
    if (locked.length === 0) return
    const [asked] = await tx
      .select({ requestedAt: erasures.requestedAt })
      .from(erasures)
      .where(eq(erasures.psuId, psuId))
      .orderBy(desc(erasures.requestedAt))
      .limit(1)
    // Nobody can answer for them any more, nor read what they share.
    await tx.execute(sql`update consents set status = 'expired', ended_by_bank = true, last_action_at = ${at}
      where psu_id = ${psuId} and status = 'valid'`)
    for (const [table, whose] of Object.entries(DELETED))
      await tx.execute(sql`delete from ${sql.identifier(table)} where ${ofCustomer(whose, psuId)}`)
    const keyIds = [keyId, ...(await forgetHolder(tx, psuId))]
    await tx
      .insert(erasureCases)
      // Who asked after the backup was taken: when, stands in the trail alone.
      .values({ id: randomId(), psuId, requestedAt: asked?.requestedAt ?? at, keyIds, preparedAt: at })
    await tx.execute(sql`select forget_customer(${psuId})`)
  })
}
