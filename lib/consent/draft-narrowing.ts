import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consentAccounts } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { now } from '@/lib/clock'
import { isCard } from '@/lib/core-banking/account'
import { accountsById } from '@/lib/core-banking/ledger'
import { Refusal } from '@/lib/errors'
import { type VaultKey, vaultKey } from '@/lib/vault/vault'
import { allowedBy } from './allowed-by'
import type { AccountRights } from './consent'
import { type ConsentRecord, hashRecord, newNonce } from './consent-record'
import { findConsentRequest } from './find-consent-request'
import { keyIdOf } from './open-access'
import { recordOfRequest } from './record-of-request'

/**
 * What a customer wants to leave of a permission, as the record of its next version: without the account `drop`, or only
 * until the day `until`. Made before the transaction that writes it, because the ledger is asked how the accounts are
 * called, and it names the version it was made from. `left` is empty where nothing would be left. Throws
 * `consent_unknown`, `resource_unknown` for an account that it never had, `ledger_unavailable`.
 */
export async function draftNarrowing(draft: DraftNarrowing): Promise<Narrowing> {
  const { consentId, psuId, drop = null, until = null, bank, locale } = draft
  const [row] = await database()
    .select()
    .from(consents)
    .where(and(eq(consents.id, consentId), allowedBy(psuId)))
  if (!row) throw new Refusal('consent_unknown')
  const everHad = await database()
    .select()
    .from(consentAccounts)
    .where(eq(consentAccounts.consentId, consentId))
  if (drop !== null && !everHad.some(({ accountId }) => accountId === drop))
    throw new Refusal('resource_unknown')
  const shared = everHad.filter(({ version }) => version === row.version)
  const left = shared.filter(({ accountId }) => accountId !== drop)
  const common = { consentId, psuId, tppId: row.tppId, version: row.version, drop, until }
  const had = drop === null || left.length < shared.length
  if (left.length === 0 || !had) return { ...common, left, had, shown: null }
  const request = await findConsentRequest({ consentId, tppId: row.tppId, now: await now() })
  if (!request) throw new Error(`Nobody knows who asked for ${consentId}`)
  const named = await namesOf(shared)
  const of = (rights: readonly Shared[]) => rights.flatMap(({ accountId }) => named.get(accountId) ?? [])
  const rights = {
    balances: left.some(({ balances }) => balances),
    transactions: left.some(({ transactions }) => transactions),
    ownerName: left.some(({ ownerName }) => ownerName),
  }
  const record: ConsentRecord = {
    ...recordOfRequest({
      request: { ...request, rights, validUntil: until ?? row.validUntil },
      accounts: of(left),
      bank,
      locale,
    }),
    change:
      drop === null
        ? { from: row.version, validUntil: row.validUntil }
        : { from: row.version, dropped: of(shared.filter(({ accountId }) => accountId === drop)) },
  }
  const nonce = newNonce()
  const key = await vaultKey(await keyIdOf(psuId))
  return { ...common, left, had, shown: { key, record, nonce, recordHash: hashRecord(nonce, record) } }
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

type Shared = AccountRights & { accountId: string }

export type DraftNarrowing = ShownBy & {
  consentId: string
  psuId: string
  drop?: string | null
  until?: string | null
}

/** In whose name and in which language a customer sees what they change. */
export type ShownBy = { bank: string; locale: string }

export type Narrowing = {
  consentId: string
  psuId: string
  tppId: string
  version: number
  drop: string | null
  until: string | null
  left: Shared[]
  /** Whether the version still has what is to be taken back. */
  had: boolean
  /** Null where there is nothing to write: all is gone, or it was gone already. */
  shown: { key: VaultKey; record: ConsentRecord; nonce: Buffer; recordHash: Buffer } | null
}
