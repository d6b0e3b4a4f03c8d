import 'server-only'
import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consentAccounts } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { holds } from '@/db/schema/holds'
import { isCard } from '@/lib/core-banking/account'
import { accountsById } from '@/lib/core-banking/ledger'
import { findKeptAccounts } from '@/lib/disclosure/find-kept-accounts'
import {
  type Access,
  type AccountNumber,
  type ConsentKind,
  type ConsentModel,
  type ConsentStatus,
  type PayerCard,
  type RequestedAccess,
  statusAt,
} from './consent'
import { openAccess } from './open-access'
import { shownNumber } from './record-of-request'

/**
 * A consent as its own third party may read it; null for another's exactly as for one that does not exist. Once one in which a
 * customer has chosen accounts is valid, `access` names those but for what a standing no keeps back; before, and where all there are
 * were asked for, what was asked: which accounts those are is for the reads to tell.
 */
export async function findConsentOfTpp({
  consentId,
  kind = 'accountInformation',
  tppId,
  now,
}: FindConsentOfTpp): Promise<ConsentOfTpp | null> {
  const [row] = await database()
    .select()
    .from(consents)
    .where(and(eq(consents.id, consentId), eq(consents.tppId, tppId), eq(consents.kind, kind)))
  if (!row) return null
  const attempts = await database()
    .select({ id: authorisations.id })
    .from(authorisations)
    .where(and(eq(authorisations.resourceKind, 'consent'), eq(authorisations.resourceId, row.id)))
    .orderBy(asc(authorisations.createdAt))
  const asked = await openAccess(row)
  const chosen =
    row.version > 0 &&
    WAS_VALID.includes(row.status) &&
    (row.model === 'detailed' || row.model === 'bankOffered')
  return {
    id: row.id,
    status: statusAt(row, now),
    paused: await isPaused(row.id),
    model: row.model,
    recurring: row.recurring,
    frequencyPerDay: row.frequencyPerDay,
    validUntil: row.validUntil,
    lastActionAt: row.lastActionAt,
    psuLanguages: row.psuLanguages,
    psuId: row.psuId,
    access: (chosen ? await chosenAccess(row.id, row.version) : null) ?? shownAccess(asked.access),
    offered: asked.offered,
    restrictedTo: chosen ? null : asked.restrictedTo,
    card: asked.card ?? null,
    authorisationIds: attempts.map(({ id }) => id),
  }
}

/** What somebody chose while another's word, or the confirmation that it was they, is still awaited or never came is not told. */
const WAS_VALID: readonly ConsentStatus[] = ['valid', 'revokedByPsu', 'expired', 'terminatedByTpp']

/** By a customer; the bank's own pauses are its own to explain. */
async function isPaused(consentId: string): Promise<boolean> {
  const own = and(eq(holds.consentId, consentId), isNull(holds.liftedAt), isNotNull(holds.psuId))
  return (await database().select({ id: holds.id }).from(holds).where(own).limit(1)).length > 0
}

/** Null where nothing of it is left: an answer without any account would be that of another model. */
async function chosenAccess(consentId: string, version: number): Promise<Access<AccountNumber> | null> {
  const given = await database()
    .select()
    .from(consentAccounts)
    .where(and(eq(consentAccounts.consentId, consentId), eq(consentAccounts.version, version)))
  const kept = await findKeptAccounts(consentId)
  const rights = given.filter(({ accountId }) => !kept.includes(accountId))
  if (rights.length === 0) return null
  const accounts = await accountsById(rights.map(({ accountId }) => accountId))
  const named = (wanted: (right: (typeof rights)[number]) => boolean) =>
    rights.flatMap((right) => {
      const account = wanted(right) ? accounts.find(({ id }) => id === right.accountId) : undefined
      if (!account) return []
      const number = isCard(account) ? { maskedPan: account.maskedPan } : { iban: account.iban }
      return [{ ...number, currency: account.currency }]
    })
  return {
    accounts: named(() => true),
    balances: named((right) => right.balances),
    transactions: named((right) => right.transactions),
    ownerName: named((right) => right.ownerName),
  }
}

/** As it was asked for, but for card numbers: no answer repeats a whole one. */
function shownAccess(asked: Access): Access<AccountNumber> {
  const shown = (references: Access['accounts']) =>
    references.map((reference) => ({
      ...shownNumber(reference),
      ...(reference.currency !== undefined && { currency: reference.currency }),
    }))
  return {
    accounts: shown(asked.accounts),
    balances: shown(asked.balances),
    transactions: shown(asked.transactions),
    ownerName: shown(asked.ownerName),
  }
}

type FindConsentOfTpp = { consentId: string; kind?: ConsentKind; tppId: string; now: Date }
export type ConsentOfTpp = Pick<RequestedAccess, 'offered' | 'restrictedTo'> & {
  id: string
  status: ConsentStatus
  /** A customer has paused it: it keeps its status, and nothing is read. */
  paused: boolean
  model: ConsentModel
  recurring: boolean
  frequencyPerDay: number
  validUntil: string
  lastActionAt: Date
  /** In which languages its customer is to be met, as it said when it asked; null where it said nothing. */
  psuLanguages: string | null
  psuId: string | null
  access: Access<AccountNumber>
  /** Of a consent for confirmation of funds: the card it was asked for, if any. */
  card: PayerCard | null
  authorisationIds: string[]
}
