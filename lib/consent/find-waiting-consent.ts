import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consentAccounts, consentVersions } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { numberOf } from '@/lib/core-banking/account'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { vaultKey } from '@/lib/vault/vault'
import type { ConsentRecord } from './consent-record'
import { type ConsentRequestView, findConsentRequest } from './find-consent-request'
import { keyIdOf } from './open-access'
import { numberText } from './record-of-request'
import { type ScaStatus, scaPredecessorsOf } from './sca-status'

/**
 * A consent that waits for this very customer, another holder having allowed it: the request, those accounts that this one
 * holds as they were shown to that holder, who has given their word, and until when. Null for everybody whose word is not
 * asked, for who holds none of the accounts any more, and once it has been given, refused, ended or run out. Throws
 * `ledger_unavailable`: nobody is shown another's accounts because the ledger is silent.
 */
export async function findWaitingConsent({
  consentId,
  psuId,
  now,
}: FindWaitingConsent): Promise<WaitingConsent | null> {
  const [consent] = await database().select().from(consents).where(eq(consents.id, consentId))
  if (consent?.status !== 'partiallyAuthorised' || consent.decideBy === null) return null
  if (consent.decideBy <= now || consent.endsAt <= now) return null
  const people = await database()
    .select({ id: authorisations.id, psuId: authorisations.psuId, scaStatus: authorisations.scaStatus })
    .from(authorisations)
    .where(and(eq(authorisations.resourceKind, 'consent'), eq(authorisations.resourceId, consentId)))
  const own = people.find((one) => one.psuId === psuId && isOpen(one.scaStatus))
  if (!own) return null
  const request = await findConsentRequest({ consentId, tppId: consent.tppId, now })
  const accounts = await database()
    .select({ accountId: consentAccounts.accountId })
    .from(consentAccounts)
    .where(and(eq(consentAccounts.consentId, consentId), eq(consentAccounts.version, consent.version)))
  const { accounts: all, psuId: firstGivenBy } = await recordedFirst(consentId)
  const ids = new Set(accounts.map(({ accountId }) => accountId))
  const held = (await accountsOfCustomer(psuId)).filter(({ id }) => ids.has(id))
  const numbers = new Set(held.map(numberOf))
  const recorded = all.filter((account) => numbers.has(numberText(account)))
  if (!request || recorded.length === 0) return null
  return {
    consentId,
    tppId: consent.tppId,
    authorisationId: own.id,
    version: consent.version,
    decideBy: consent.decideBy,
    request,
    accountIds: accounts.map(({ accountId }) => accountId),
    recorded,
    own: new Map(held.map(({ id, name }) => [id, name])),
    names: new Map(held.map((account) => [numberOf(account), account.name])),
    others: recorded.length < all.length,
    firstGivenBy,
    given: people.flatMap((one) => (one.scaStatus === 'finalised' && one.psuId ? [one.psuId] : [])),
  }
}

/** The accounts as the first holder's page named them, and who that was. */
async function recordedFirst(
  consentId: string,
): Promise<Pick<ConsentRecord, 'accounts'> & { psuId: string }> {
  const [first] = await database()
    .select({ record: consentVersions.sealedRecord, psuId: authorisations.psuId })
    .from(consentVersions)
    .innerJoin(authorisations, eq(authorisations.id, consentVersions.authorisationId))
    .where(and(eq(consentVersions.consentId, consentId), eq(consentVersions.version, 1)))
  if (!first?.psuId) throw new Error(`Nobody has allowed ${consentId} yet`)
  const key = await vaultKey(await keyIdOf(first.psuId))
  const { accounts } = key.open<ConsentRecord>('consent_versions.record', first.record)
  return { accounts, psuId: first.psuId }
}

const isOpen = (status: ScaStatus) => scaPredecessorsOf('finalised').includes(status)

type FindWaitingConsent = { consentId: string; psuId: string; now: Date }
export type WaitingConsent = {
  consentId: string
  tppId: string
  authorisationId: string
  version: number
  decideBy: Date
  request: ConsentRequestView
  /** All of them. */
  accountIds: string[]
  /** Those of this customer. */
  recorded: ConsentRecord['accounts']
  /** What this customer calls them, by id. */
  own: Map<string, string>
  /** The same by their number. */
  names: Map<string, string>
  /** There are accounts of whoever allowed it first, too, that are not this customer's. */
  others: boolean
  firstGivenBy: string
  /** Who has allowed it already. */
  given: string[]
}
