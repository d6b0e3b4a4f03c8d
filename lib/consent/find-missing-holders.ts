import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consentAccounts } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { approversOf } from '@/lib/core-banking/ledger'

/**
 * Which other holders may give the word that is missing, once a customer has allowed a consent; empty where theirs is
 * enough. Also while a plain redirect is still to be confirmed, when the consent's own status tells nothing yet.
 */
export async function findMissingHolders(consentId: string): Promise<string[]> {
  const accounts = await database()
    .select({ accountId: consentAccounts.accountId })
    .from(consentAccounts)
    .innerJoin(
      consents,
      and(eq(consents.id, consentAccounts.consentId), eq(consents.version, consentAccounts.version)),
    )
    .where(eq(consentAccounts.consentId, consentId))
  const people = await database()
    .select({ psuId: authorisations.psuId })
    .from(authorisations)
    .where(
      and(
        eq(authorisations.resourceKind, 'consent'),
        eq(authorisations.resourceId, consentId),
        inArray(authorisations.scaStatus, ['unconfirmed', 'finalised']),
      ),
    )
  const given = people.flatMap(({ psuId }) => psuId ?? [])
  if (accounts.length === 0 || given.length === 0) return []
  return approversOf({ accountIds: accounts.map(({ accountId }) => accountId), given })
}
