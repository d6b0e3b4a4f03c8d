import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consentAccounts, consentVersions } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { vaultKey } from '@/lib/vault/vault'
import type { ConsentRecord } from './consent-record'
import { type ConsentRequestView, findConsentRequest } from './find-consent-request'
import { keyIdOf } from './open-access'
import { type ScaStatus, scaPredecessorsOf } from './sca-status'

/**
 * A consent that waits for this very customer, another holder having allowed it: the request, the accounts as they were
 * shown to that holder, who has given their word, and until when. Null for everybody whose word is not asked, and once
 * it has been given, refused, ended or run out.
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
  if (!request) return null
  return {
    consentId,
    tppId: consent.tppId,
    authorisationId: own.id,
    version: consent.version,
    decideBy: consent.decideBy,
    request,
    accountIds: accounts.map(({ accountId }) => accountId),
    recorded: await recordedAccounts(consentId),
    given: people.flatMap((one) => (one.scaStatus === 'finalised' && one.psuId ? [one.psuId] : [])),
  }
}

/** The accounts as the first holder's page named them; the second is shown the very same. */
async function recordedAccounts(consentId: string): Promise<ConsentRecord['accounts']> {
  const [first] = await database()
    .select({ record: consentVersions.sealedRecord, psuId: authorisations.psuId })
    .from(consentVersions)
    .innerJoin(authorisations, eq(authorisations.id, consentVersions.authorisationId))
    .where(and(eq(consentVersions.consentId, consentId), eq(consentVersions.version, 1)))
  if (!first?.psuId) throw new Error(`Nobody has allowed ${consentId} yet`)
  const key = await vaultKey(await keyIdOf(first.psuId))
  return key.open<ConsentRecord>('consent_versions.record', first.record).accounts
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
  accountIds: string[]
  recorded: ConsentRecord['accounts']
  /** Who has allowed it already. */
  given: string[]
}
