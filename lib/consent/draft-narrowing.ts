import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consentAccounts, consentVersions } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { isCard } from '@/lib/core-banking/account'
import { accountsById } from '@/lib/core-banking/ledger'
import { Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { allowedBy } from './allowed-by'
import type { AccountRights } from './consent'
import { type ConsentRecord, hashRecord, newNonce, type ReadTerms } from './consent-record'
import { keyIdOf } from './open-access'
import { heldAccounts } from './own-accounts'

/**
 * What a customer wants to leave of a permission, as the record of its next version: without the account `drop`, or only
 * until the day `until`. Made before the transaction that writes it, because the ledger is asked how the accounts are
 * called, and it names the version it was made from. What cannot go on in part has no record, and neither has a permission
 * of which nothing would be left. Who signed beside another holder takes back, and has recorded, nothing but accounts that
 * they hold. Throws `consent_unknown`, `resource_unknown` for an account that it never had or that is not theirs,
 * `ledger_unavailable`.
 */
export async function draftNarrowing(draft: DraftNarrowing): Promise<Narrowing> {
  const { consentId, psuId, drop = null, until = null } = draft
  const [row] = await database()
    .select()
    .from(consents)
    .where(and(eq(consents.id, consentId), allowedBy(psuId)))
  if (!row) throw new Refusal('consent_unknown')
  const everHad = await database()
    .select()
    .from(consentAccounts)
    .where(eq(consentAccounts.consentId, consentId))
  const held = row.psuId === psuId ? null : await heldAccounts(psuId)
  const isOwn = ({ accountId }: Shared) => held === null || held.includes(accountId)
  if (drop !== null && !everHad.some((one) => one.accountId === drop && isOwn(one)))
    throw new Refusal('resource_unknown')
  const shared = everHad.filter(({ version }) => version === row.version)
  const left = shared.filter(({ accountId }) => accountId !== drop)
  const changes = drop === null || left.length < shared.length
  const narrowing = { consentId, psuId, tppId: row.tppId, version: row.version, drop, until, left, changes }
  // Of what is given only once nobody knows which part was taken already; a question about funds has one account, no end.
  const narrows = row.kind === 'accountInformation' && row.recurring && row.status === 'valid'
  if (left.length === 0 || !changes || !narrows) return { ...narrowing, written: null }
  const before = await recordInForce(row)
  if (!isOfReads(before)) throw new Error(`The record of ${consentId} is of another kind`)
  const named = await namesOf(shared)
  const of = (rights: readonly Shared[]) => rights.flatMap(({ accountId }) => named.get(accountId) ?? [])
  const record: ConsentRecord = {
    ...before,
    data: { ...before.data, ...allRights(left.filter(isOwn)) },
    period: { ...before.period, validUntil: until ?? row.validUntil },
    accounts: of(left.filter(isOwn)),
    // The words of the approval stand in the version that was approved, and were said to whoever gave that.
    sentences: null,
    change:
      drop === null
        ? { from: row.version, validUntil: row.validUntil }
        : { from: row.version, dropped: of(shared.filter(({ accountId }) => accountId === drop)) },
  }
  const nonce = newNonce()
  const key = await vaultKey(await keyIdOf(psuId))
  return { ...narrowing, written: { key, record, nonce, recordHash: hashRecord(nonce, record) } }
}

/** The record of the version in force, from under the key of whoever gave it. */
async function recordInForce({ id, version }: { id: string; version: number }): Promise<ConsentRecord> {
  const [row] = await database()
    .select({
      record: consentVersions.sealedRecord,
      own: consentVersions.psuId,
      given: authorisations.psuId,
    })
    .from(consentVersions)
    .leftJoin(authorisations, eq(authorisations.id, consentVersions.authorisationId))
    .where(and(eq(consentVersions.consentId, id), eq(consentVersions.version, version)))
  const psuId = row?.own ?? row?.given
  if (!row || !psuId) throw new Error(`Nobody knows what was allowed by version ${version} of ${id}`)
  const key = await vaultKey(await keyIdOf(psuId))
  return key.open<ConsentRecord>('consent_versions.record', row.record)
}

/** How the bank names each account, with the rights given on it. One that the ledger has no more has no name to record. */
async function namesOf(shared: readonly Shared[]): Promise<Map<string, ConsentRecord['accounts'][number]>> {
  const accounts = await accountsById(shared.map(({ accountId }) => accountId))
  return new Map(
    shared.flatMap(({ accountId, balances, transactions, ownerName }) => {
      const account = accounts.find(({ id }) => id === accountId)
      if (!account) return []
      const number = isCard(account) ? { maskedPan: account.maskedPan } : { iban: account.iban }
      return [[accountId, { ...number, currency: account.currency, balances, transactions, ownerName }]]
    }),
  )
}

const isOfReads = (record: ConsentRecord): record is ConsentRecord & ReadTerms =>
  'historyMonths' in record.data

const allRights = (left: readonly Shared[]): AccountRights => ({
  balances: left.some(({ balances }) => balances),
  transactions: left.some(({ transactions }) => transactions),
  ownerName: left.some(({ ownerName }) => ownerName),
})

type Shared = AccountRights & { accountId: string }

export type DraftNarrowing = {
  consentId: string
  psuId: string
  drop?: string | null
  until?: string | null
}

export type Narrowing = {
  consentId: string
  psuId: string
  tppId: string
  version: number
  drop: string | null
  until: string | null
  left: Shared[]
  /** Whether the version still has what is to be taken back. */
  changes: boolean
  /** The next version's record; null where there is none to write. */
  written: { key: VaultKey; record: ConsentRecord; nonce: Buffer; recordHash: Buffer } | null
}
