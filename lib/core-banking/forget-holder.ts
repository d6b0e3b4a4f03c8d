import 'server-only'
import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'

/**
 * Takes somebody out of the sandbox bank's books: what reaches them, what they may do, whose holder they are, and whole accounts
 * that nobody else holds. Returns the keys of those accounts, which are now nobody's. A bank's own ledger keeps its books by its
 * own rules and is not asked.
 */
export async function forgetHolder(tx: Transaction, psuId: string): Promise<string[]> {
  await tx.execute(sql`delete from ledger_contacts where psu_id = ${psuId}`)
  await tx.execute(sql`delete from ledger_mandates where psu_id = ${psuId} or customer_id = ${psuId}`)
  const { rows } = await tx.execute<{ id: string; key_id: string }>(sql`
    select id, key_id from ledger_accounts a
    where exists (select from ledger_holders h where h.account_id = a.id and h.psu_id = ${psuId})
      and not exists (select from ledger_holders h where h.account_id = a.id and h.psu_id <> ${psuId})`)
  for (const { id } of rows) {
    await tx.execute(sql`delete from ledger_balances where account_id = ${id}`)
    await tx.execute(sql`delete from ledger_transactions where account_id = ${id}`)
    await tx.execute(sql`delete from ledger_standing_orders where account_id = ${id}`)
  }
  await tx.execute(sql`delete from ledger_holders where psu_id = ${psuId}`)
  for (const { id } of rows) await tx.execute(sql`delete from ledger_accounts where id = ${id}`)
  return rows.map(({ key_id }) => key_id)
}
