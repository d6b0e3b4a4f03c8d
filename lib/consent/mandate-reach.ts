import { type SQL, sql } from 'drizzle-orm'
import { consents } from '@/db/schema/consents'
import { uuids } from '@/db/uuids'
import type { Mandate } from '@/lib/core-banking/mandate'
import { allowedBy } from './allowed-by'
import { keptFromOthers } from './kept-from-others.sql'

/** The accounts that somebody may look at, or stop the sharing of, for a business. */
export function accountsOf(given: readonly Mandate[], to: 'see' | 'stop'): string[] {
  return given.flatMap(({ accountId, may }) =>
    accountId && (to === 'see' || may !== 'see') ? accountId : [],
  )
}

/** Whether any of these mandates lets somebody stop anything. */
export const mayStopAny = (given: readonly Mandate[]) => given.some(({ may }) => may !== 'see')

/**
 * Which consents a mandate reaches, inside the statement that acts: of a customer what that customer has allowed; of a business
 * what sees none but these accounts of it. `alsoHolder`: who acts holds an account together with the customer, too, and so is
 * one of those from whom a protection keeps it.
 */
export function reachedBy({ consentId, psuId, accountIds, alsoHolder }: Reach): SQL {
  if (psuId === null)
    return sql`${consents.id} in (
      select c.id from consents c join consent_accounts a on a.consent_id = c.id and a.version = c.version
      where c.id = ${consentId} group by c.id
      having bool_and(a.account_id = any(${uuids(accountIds)})))`
  if (!alsoHolder) return allowedBy(psuId)
  return sql`(${allowedBy(psuId)} and ${consents.id} not in (
    select c.id from consents c where c.id = ${consentId} and ${keptFromOthers}))`
}

/** `psuId` null: for a business, on these accounts. */
type Reach = { consentId: string; psuId: string | null; accountIds: readonly string[]; alsoHolder: boolean }
