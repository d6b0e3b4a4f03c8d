import 'server-only'
import { accountsByIban, accountsOfCustomer } from '@/lib/core-banking/ledger'
import { Refusal } from '@/lib/errors'
import type { ConsentRequestView } from './find-consent-request'
import { namedAccounts, type RecordAccount } from './record-of-request'

/**
 * The accounts a third party named, as accounts of the customer whom the passkey named. One account among them that is
 * not theirs, or that they may not share, refuses the whole request: allowing a part would tell which ones exist.
 */
export async function matchNamedAccounts({ request, psuId }: MatchNamedAccounts): Promise<ChosenAccounts> {
  const named = namedAccounts(request)
  const known = await accountsByIban([...new Set(named.map(({ iban }) => iban))], psuId)
  const chosen = named.flatMap(({ iban, currency, ...rights }) => {
    const meant = known.filter(
      (one) => one.iban === iban && (currency === 'XXX' || one.currency === currency),
    )
    if (meant.length === 0 || meant.some(({ ineligible }) => ineligible !== null))
      throw new Refusal('accounts_not_allowed')
    return meant.map(({ id }) => ({ accountId: id, ...rights, ownerName: false }))
  })
  return { accounts: merged(chosen), recorded: named }
}

/** The accounts the customer picked, with the rights the request asks for. None, or one that is not eligible, is refused. */
export async function pickAccounts({ request, psuId, accountIds }: PickAccounts): Promise<ChosenAccounts> {
  const held = await accountsOfCustomer(psuId)
  const picked = [...new Set(accountIds)].map((id) => {
    const account = held.find((own) => own.id === id)
    if (!account || account.ineligible !== null) throw new Refusal('accounts_not_allowed')
    return account
  })
  if (picked.length === 0) throw new Refusal('no_eligible_account')
  return {
    accounts: picked.map(({ id }) => ({ accountId: id, ...request.rights, ownerName: false })),
    recorded: picked.map(({ iban, currency }) => ({ iban, currency, ...request.rights })),
  }
}

/** Named with and without its currency an account is still one, with the rights of both. */
function merged(chosen: ChosenAccounts['accounts']): ChosenAccounts['accounts'] {
  const byId = Map.groupBy(chosen, ({ accountId }) => accountId)
  return [...byId].map(([accountId, rights]) => ({
    accountId,
    balances: rights.some(({ balances }) => balances),
    transactions: rights.some(({ transactions }) => transactions),
    ownerName: false,
  }))
}

type MatchNamedAccounts = { request: ConsentRequestView; psuId: string }
type PickAccounts = { request: ConsentRequestView; psuId: string; accountIds: string[] }

/** `accounts` is what is granted, `recorded` the same as the page's record names it. */
export type ChosenAccounts = {
  accounts: { accountId: string; balances: boolean; transactions: boolean; ownerName: boolean }[]
  recorded: RecordAccount[]
}
