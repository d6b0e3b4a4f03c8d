import { findPermissionOutlines } from '@/lib/consent/find-permission-outlines'
import { type HeldAccount, numberOf } from '@/lib/core-banking/account'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { findNeverShared } from '@/lib/disclosure/find-never-shared'
import type { NeverQuery } from './never-query'

/**
 * What a customer can say of: the accounts they hold, and the third parties that they share with, have shared with or were asked
 * by, with since when it is never shared (null: it may be). `accounts` is null while the bank's books cannot be reached. What is
 * never shared stays in the list, whatever became of the account or the third party.
 */
export async function namedNever(psuId: string, now: Date): Promise<NamedNever> {
  const never = await findNeverShared(psuId)
  const held = await ifReachable(accountsOfCustomer(psuId))
  const since = new Map(never.accounts.map((one) => [one.id, one.since]))
  const outlines = await findPermissionOutlines({ psuId, withRights: false, now })
  const apps = new Map(outlines.map(({ tppId, brand }) => [tppId, brand]))
  for (const { id, name } of never.thirdParties) apps.set(id, apps.get(id) ?? name)
  const refused = new Map(never.thirdParties.map((one) => [one.id, one.since]))
  return {
    accounts: held && [
      ...held
        .filter((account) => isSharable(account) || since.has(account.id))
        .map((account) => ({
          id: account.id,
          name: account.name,
          iban: numberOf(account),
          since: since.get(account.id) ?? null,
        })),
    ],
    apps: [...apps]
      .map(([id, name]) => ({ id, name, since: refused.get(id) ?? null }))
      .sort((a, b) => a.name.localeCompare(b.name)),
  }
}

const isSharable = ({ ineligible }: HeldAccount) => ineligible === null || ineligible === 'blocked'

/** The one that an address means, or undefined where it is none of theirs. */
export const oneOf = ({ accounts, apps }: NamedNever, { what, id }: NeverQuery): NamedOne | undefined =>
  (what === 'account' ? (accounts ?? []) : apps).find((one) => one.id === id)

export type NamedOne = { id: string; name: string; since: Date | null }
export type NamedNever = { accounts: (NamedOne & { iban: string })[] | null; apps: NamedOne[] }
