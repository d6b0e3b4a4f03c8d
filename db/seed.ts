import 'server-only'
import { eq, inArray, sql } from 'drizzle-orm'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { issueActivationCode } from '@/lib/psu/issue-activation-code'
import { database, type Transaction } from './connection'
import { authenticators } from './schema/authenticators'
import { outbox } from './schema/outbox'
import { psus } from './schema/psus'
import { drawHistories } from './seed/history'
import { PERSONAS, type Persona } from './seed/personas'
import { writeCustomers } from './seed/write-customers'
import { writeLedger } from './seed/write-ledger'
import { writePermissions } from './seed/write-permissions'
import { writeThirdParties } from './seed/write-third-parties'

/** Any number, the same for every program: who holds this advisory lock seeds, the others wait and find it done. */
const SEED_LOCK = 4_815_162_343

/**
 * Fills an empty sandbox with customers, accounts, third parties and permissions, and returns the customers; on a
 * sandbox that has them it writes none. All in one transaction: a start that is killed leaves nothing but vault keys
 * without use. Whoever has no passkey yet gets a fresh activation code each time; a blocked customer gets none.
 */
export async function seedSandbox({ now }: { now: Date }): Promise<SeededCustomer[]> {
  await database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${SEED_LOCK})`)
    const known = await tx.select({ id: psus.id }).from(psus).where(eq(psus.id, PERSONAS.anna.id))
    if (known.length === 0) await fill(tx, now)
  })
  return listCustomers(now)
}

async function fill(tx: Transaction, now: Date): Promise<void> {
  const keys = await writeCustomers(tx, now)
  await writeLedger(tx, drawHistories(bankDay(now, brand.timeZone)), now)
  const told = await writeThirdParties(tx, now)
  told.push(...(await writePermissions(tx, keys, now)))
  // What happened long ago was told long ago: nobody gets a hundred notices on the first start.
  await tx
    .update(outbox)
    .set({ sentAt: sql`${outbox.createdAt}` })
    .where(inArray(outbox.eventId, told))
}

async function listCustomers(now: Date): Promise<SeededCustomer[]> {
  const personas: readonly Persona[] = Object.values(PERSONAS)
  const ids = personas.map(({ id }) => id)
  const enrolled = await database()
    .selectDistinct({ psuId: authenticators.psuId })
    .from(authenticators)
    .where(inArray(authenticators.psuId, ids))
  const customers: SeededCustomer[] = []
  for (const { id: psuId, name, purpose, status } of personas) {
    const mayActivate = status === 'active' && !enrolled.some((one) => one.psuId === psuId)
    const issued = mayActivate
      ? await issueActivationCode({ psuId, actor: 'system', requestId: null, now })
      : null
    customers.push({ psuId, name, purpose, activationCode: issued?.code ?? null })
  }
  return customers
}

export type SeededCustomer = { psuId: string; name: string; purpose: string; activationCode: string | null }
