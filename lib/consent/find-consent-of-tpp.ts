import 'server-only'
import { and, asc, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consentAccounts } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { accountsById } from '@/lib/core-banking/ledger'
import { type Access, type ConsentModel, type ConsentStatus, statusAt } from './consent'
import { openAccess } from './open-access'

/**
 * A consent as its own third party may read it; null for another's exactly as for one that does not exist. Once a
 * customer has chosen accounts, `access` names those; before, what was asked for.
 */
export async function findConsentOfTpp({
  consentId,
  tppId,
  now,
}: FindConsentOfTpp): Promise<ConsentOfTpp | null> {
  const [row] = await database()
    .select()
    .from(consents)
    .where(and(eq(consents.id, consentId), eq(consents.tppId, tppId)))
  if (!row) return null
  const attempts = await database()
    .select({ id: authorisations.id })
    .from(authorisations)
    .where(and(eq(authorisations.resourceKind, 'consent'), eq(authorisations.resourceId, row.id)))
    .orderBy(asc(authorisations.createdAt))
  return {
    id: row.id,
    status: statusAt(row, now),
    model: row.model,
    recurring: row.recurring,
    frequencyPerDay: row.frequencyPerDay,
    validUntil: row.validUntil,
    lastActionAt: row.lastActionAt,
    psuId: row.psuId,
    access: row.version === 0 ? (await openAccess(row)).access : await chosenAccess(row.id, row.version),
    authorisationIds: attempts.map(({ id }) => id),
  }
}

async function chosenAccess(consentId: string, version: number): Promise<Access> {
  const rights = await database()
    .select()
    .from(consentAccounts)
    .where(and(eq(consentAccounts.consentId, consentId), eq(consentAccounts.version, version)))
  const accounts = await accountsById(rights.map(({ accountId }) => accountId))
  const named = (wanted: (right: (typeof rights)[number]) => boolean) =>
    rights.flatMap((right) => {
      const account = wanted(right) ? accounts.find(({ id }) => id === right.accountId) : undefined
      return account ? [{ iban: account.iban, currency: account.currency }] : []
    })
  return {
    accounts: named(() => true),
    balances: named((right) => right.balances),
    transactions: named((right) => right.transactions),
  }
}

type FindConsentOfTpp = { consentId: string; tppId: string; now: Date }
export type ConsentOfTpp = {
  id: string
  status: ConsentStatus
  model: ConsentModel
  recurring: boolean
  frequencyPerDay: number
  validUntil: string
  lastActionAt: Date
  psuId: string | null
  access: Access
  authorisationIds: string[]
}
