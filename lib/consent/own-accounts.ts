import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { uuids } from '@/db/uuids'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'

/**
 * What a customer may read of permissions that another one gave and that they were asked to sign, too: only of the accounts
 * that they hold themselves, by the ledger as it is now. What they gave first themselves they read whole. While the ledger
 * cannot be reached nothing of the others' is told.
 */
export async function ofOwnAccounts<T extends OfAccounts>(
  given: readonly T[],
  psuId: string,
): Promise<(T & { othersAccounts: boolean })[]> {
  if (given.every(({ givenBy }) => givenBy === null))
    return given.map((one) => ({ ...one, othersAccounts: false }))
  const held = new Set((await ifReachable(heldAccounts(psuId))) ?? [])
  return given.map((one) => {
    if (one.givenBy === null) return { ...one, othersAccounts: false }
    const rights = one.rights.filter(({ accountId }) => held.has(accountId))
    return {
      ...one,
      rights,
      everShared: one.everShared.filter((id) => held.has(id)),
      othersAccounts: rights.length < one.rights.length,
    }
  })
}

/** The accounts that this customer holds now. Throws `ledger_unavailable`. */
export async function heldAccounts(psuId: string): Promise<string[]> {
  return (await accountsOfCustomer(psuId)).map(({ id }) => id)
}

/**
 * Whether this row of calls (`consent_id`, `account_id`) by one of these permissions is about the customer's, by the same
 * rule.
 */
export async function ownCalls(psuId: string, consentIds: readonly string[]): Promise<SQL> {
  const ids = uuids(consentIds)
  const { rows } = await database().execute<{ id: string }>(sql`
    select id from consents where id = any(${ids}) and psu_id <> ${psuId}`)
  if (rows.length === 0) return sql`true`
  const held = (await ifReachable(heldAccounts(psuId))) ?? []
  return sql`(account_id is null or account_id = any(${uuids(held)})
    or consent_id <> all(${uuids(rows.map(({ id }) => id))}))`
}

/**
 * `givenBy`: the other holder who gave it first; null where this customer did. `everShared`: the accounts of all its versions.
 */
type OfAccounts = { givenBy: string | null; rights: { accountId: string }[]; everShared: string[] }
