import 'server-only'
import { sql } from 'drizzle-orm'
import { database, type Queryable } from '@/db/connection'
import type { EventType } from '@/lib/audit/event-catalogue'
import { keptFromOthers } from '@/lib/consent/kept-from-others.sql'
import { holdersOf, mandates } from '@/lib/core-banking/ledger'
import { TELLINGS } from './notice-kinds'
import type { OutboxRow } from './params-of'

/** Whether everybody who holds an account of the permission reads of an event, asked or not. */
export const concernsHolders = ({ type, consentId }: Pick<OutboxRow, 'type' | 'consentId'>): boolean =>
  consentId !== null && TELLINGS[type as EventType]?.joint !== undefined

/**
 * Who holds the accounts of a permission, by the ledger now: it may have changed since it was shared. Never within a
 * transaction: a ledger that is slow would keep its rows locked and its connection busy. What a protected customer shares of a
 * private account is told to nobody; of a business's account it is the business's own affair.
 */
export async function askHolders(consentId: string): Promise<Holders> {
  const about = await accountsShown(database(), consentId)
  const told = about.kept ? await ofBusinesses(about.accountIds) : about.accountIds
  return { ...about, psuIds: told.length === 0 ? [] : await holdersOf(told) }
}

/**
 * The accounts that a permission shows, in a stable order, and whether it is kept from their other holders. Whoever asks for
 * funds is shown none.
 */
export async function accountsShown(db: Queryable, consentId: string): Promise<Shown> {
  const { rows } = await db.execute<{ id: string; kept: boolean }>(sql`
    select distinct a.account_id as id, ${keptFromOthers} as kept from consents c
    join consent_accounts a on a.consent_id = c.id and a.version = c.version
    where c.id = ${consentId} and c.kind = 'accountInformation' order by a.account_id`)
  return { accountIds: rows.map(({ id }) => id), kept: rows.some(({ kept }) => kept) }
}

async function ofBusinesses(accountIds: readonly string[]): Promise<string[]> {
  if (accountIds.length === 0) return []
  const given = await mandates({ accountIds })
  return accountIds.filter((id) => given.some(({ accountId }) => accountId === id))
}

type Shown = { accountIds: readonly string[]; kept: boolean }

/** About what the ledger was asked, and its answer. */
export type Holders = Shown & { psuIds: readonly string[] }
