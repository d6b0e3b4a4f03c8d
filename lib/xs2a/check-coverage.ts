import { numberOf } from '@/lib/accounts/account-numbers'
import type { AccountRight } from '@/lib/consent/use-consent'

/**
 * Where an answer goes beyond what the consent gave this very call, or null. `rights` null: no consent was used. Only
 * the places are looked at where the contract lets an account, its owner, its balances or its entries stand; nothing can
 * stand elsewhere, because the contract is strict.
 */
export function beyondConsent(body: Covered, rights: readonly AccountRight[] | null): string | null {
  if (rights === null) return 'no consent was used'
  for (const account of [...(body.accounts ?? []), ...(body.cardAccounts ?? [])]) {
    const fault = beyondRight(account, rights)
    if (fault) return fault
  }
  const account = body.account ?? body.cardAccount
  if (account) {
    const fault = beyondRight(account, rights)
    if (fault) return fault
  }
  if (body.balances && !rights.some((right) => right.details && right.balances)) return 'balances'
  const entries = body.transactions ?? body.cardTransactions ?? body.transactionsDetails
  return entries && !rights.some((right) => right.details && right.transactions) ? 'transactions' : null
}

/** The same for a statement: whose it is stands in its first account element. */
export function beyondConsentAsXml(text: string, rights: readonly AccountRight[] | null): string | null {
  if (rights === null) return 'no consent was used'
  const [right] = rights
  if (!right || rights.length > 1) return 'a statement is of one account'
  const iban = /<Acct>\s*<Id>\s*<IBAN>([^<]+)<\/IBAN>/.exec(text)?.[1]
  if (iban === undefined || iban !== numberOf(right.accountId)) return 'account'
  if (!right.transactions) return 'transactions'
  return text.includes('<Bal>') && !right.balances ? 'balances' : null
}

function beyondRight(account: CoveredAccount, rights: readonly AccountRight[]): string | null {
  const { resourceId, iban, maskedPan, _links: links } = account
  const right =
    resourceId === undefined
      ? rights.length === 1 && rights[0]
      : rights.find(({ accountId }) => accountId === resourceId)
  // Told apart by number too: an id of ours with somebody else's number beside it is a leak like any other.
  if (!right || (iban ?? maskedPan) !== (numberOf(right.accountId) ?? undefined)) return 'account'
  if (account.ownerName !== undefined && !right.ownerName) return 'ownerName'
  if (account.balances && !right.balances) return 'balances'
  if (links?.balances && !(right.details && right.balances)) return '_links.balances'
  return links?.transactions && !(right.details && right.transactions) ? '_links.transactions' : null
}

/** As much of an answer as the consent is held against. */
export type Covered = {
  accounts?: CoveredAccount[]
  cardAccounts?: CoveredAccount[]
  account?: CoveredAccount
  cardAccount?: CoveredAccount
  balances?: unknown
  transactions?: unknown
  cardTransactions?: unknown
  transactionsDetails?: unknown
}
type CoveredAccount = {
  resourceId?: string
  iban?: string
  maskedPan?: string
  ownerName?: string
  balances?: unknown
  _links?: { balances?: unknown; transactions?: unknown }
}
