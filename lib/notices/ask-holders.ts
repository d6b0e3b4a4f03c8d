import 'server-only'
import { sql } from 'drizzle-orm'
import { database, type Queryable } from '@/db/connection'
import type { EventType } from '@/lib/audit/event-catalogue'
import { holdersOf } from '@/lib/core-banking/ledger'
import { TELLINGS } from './notice-kinds'
import type { OutboxRow } from './params-of'

/** Whether everybody who holds an account of the permission reads of an event, asked or not. */
export const concernsHolders = ({ type, consentId }: Pick<OutboxRow, 'type' | 'consentId'>): boolean =>
  consentId !== null && TELLINGS[type as EventType]?.joint !== undefined

/**
 * Who holds the accounts of a permission, by the ledger now: it may have changed since it was shared. Never within a
 * transaction: a ledger that is slow would keep its rows locked and its connection busy.
 */
export async function askHolders(consentId: string): Promise<Holders> {
  const accountIds = await accountsShown(database(), consentId)
  return { accountIds, psuIds: accountIds.length === 0 ? [] : await holdersOf(accountIds) }
}

/** The accounts that a permission shows, in a stable order. Whoever asks for funds is shown none. */
export async function accountsShown(db: Queryable, consentId: string): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct a.account_id as id from consents c
    join consent_accounts a on a.consent_id = c.id and a.version = c.version
    where c.id = ${consentId} and c.kind = 'accountInformation' order by a.account_id`)
  return rows.map(({ id }) => id)
}

/** Of which accounts the ledger was asked, and its answer. */
export type Holders = { accountIds: readonly string[]; psuIds: readonly string[] }
