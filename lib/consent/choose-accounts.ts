import 'server-only'
import { type HeldAccount, type Ineligibility, isCard } from '@/lib/core-banking/account'
import { atStanding } from '@/lib/core-banking/at-standing'
import { accountsByIban, accountsOfCustomer, cardsByPan, standingOf } from '@/lib/core-banking/ledger'
import { findNeverShared } from '@/lib/disclosure/find-never-shared'
import { Refusal } from '@/lib/errors'
import type { AccountRights } from './consent'
import type { ConsentRequestView } from './find-consent-request'
import { type NamedReference, namedAccounts, namedReferences, type RecordAccount } from './record-of-request'

/**
 * The accounts a third party named, as accounts of the customer whom the passkey named. One account among them that is
 * not theirs, or that they may not share, refuses the whole request: allowing a part would tell which ones exist.
 */
export async function matchNamedAccounts({ request, psuId }: MatchNamedAccounts): Promise<ChosenAccounts> {
  const named = namedReferences(request.access)
  const meant = await accountsMeant(named, psuId)
  const chosen = named.flatMap(({ currency, rights }, index) => {
    const accounts = (meant[index] ?? []).filter((one) => currency === 'XXX' || one.currency === currency)
    if (accounts.length === 0 || accounts.some((account) => !mayBeNamed(account, request)))
      throw new Refusal('accounts_not_allowed')
    return accounts.map((account) => chosenAccount(account, rights))
  })
  const recorded = namedAccounts(request)
  return { accounts: merged(chosen), recorded, offered: recorded.length }
}

/**
 * The accounts the customer picked, with the rights the request asks for; where it asks for all there are, exactly
 * those. None, or one that may not be shared, is refused; one too few or too many is a page that has changed. `path` of
 * a refusal names an account of the customer's own that cannot be shared: it was closed or blocked while they were deciding.
 */
export async function pickAccounts({ request, psuId, accountIds }: PickAccounts): Promise<ChosenAccounts> {
  const offered = await offeredAccounts(request, psuId)
  const picked = [...new Set(accountIds)].map((id) => {
    const account = offered.find((own) => own.id === id)
    if (!account) throw new Refusal('accounts_not_allowed')
    if (account.ineligible !== null) throw new Refusal('accounts_not_allowed', { path: account.id })
    return account
  })
  if (picked.length === 0) throw new Refusal('no_eligible_account')
  const eligible = offered.filter(({ ineligible }) => ineligible === null)
  if (picksAll(request) && picked.length !== eligible.length) throw new Refusal('request_changed')
  return {
    accounts: picked.map((account) => chosenAccount(account, request.rights)),
    recorded: picked.map((account) => ({
      ...(isCard(account) ? { maskedPan: account.maskedPan } : { iban: account.iban }),
      currency: account.currency,
      ...request.rights,
    })),
    offered: eligible.length,
  }
}

/**
 * The accounts of a customer that a request without names can mean, with those that cannot be shared. Where all there
 * are is asked for, an account that needs another holder's word is left out: nobody should wait for the one because of
 * the other. Nothing can be shared by who may not share at their age, and nothing that the customer never shares.
 */
export async function offeredAccounts(request: Offer, psuId: string): Promise<OfferedAccount[]> {
  const standing = await standingOf(psuId)
  const kept = new Set((await findNeverShared(psuId)).accounts.map(({ id }) => id))
  const held = (await accountsOfCustomer(psuId)).map((account) =>
    onOwnNo(atStanding(account, standing), kept),
  )
  const { restrictedTo } = request
  const meant =
    restrictedTo === null ? held : held.filter((own) => restrictedTo.includes(own.cashAccountType))
  return picksAll(request) ? meant.map(onOwnWord) : meant
}

const onOwnNo = (account: HeldAccount, kept: ReadonlySet<string>): OfferedAccount =>
  account.ineligible === null && kept.has(account.id) ? { ...account, ineligible: 'kept-back' } : account

const onOwnWord = (account: OfferedAccount): OfferedAccount =>
  account.ineligible === null && account.together ? { ...account, ineligible: 'needs-other-holder' } : account

/** Whether the request leaves the customer no choice among the accounts: all of them, or none. */
export const picksAll = ({ model }: Pick<ConsentRequestView, 'model'>) =>
  model === 'global' || model === 'accountList'

/** Confirmation of funds has no status for one of two (Berlin Group 2.0): what needs both is not offered for it. */
const mayBeNamed = ({ ineligible, together }: HeldAccount, { kind }: ConsentRequestView) =>
  ineligible === null && !(together && kind === 'fundsConfirmation')

/** For each reference the accounts it can mean, whoever holds them; by a masked card number only the customer's own. */
async function accountsMeant(named: readonly NamedReference[], psuId: string): Promise<HeldAccount[][]> {
  const references = named.map(({ reference }) => reference)
  const ibans = references.flatMap((reference) => ('iban' in reference ? [reference.iban] : []))
  const cards = references.flatMap((reference) => ('iban' in reference ? [] : [reference]))
  const byIban = ibans.length === 0 ? [] : await accountsByIban([...new Set(ibans)], psuId)
  const byCard = cards.length === 0 ? [] : await cardsByPan(cards, psuId)
  return references.map((reference) =>
    'iban' in reference
      ? byIban.filter(({ iban }) => iban === reference.iban)
      : (byCard[cards.indexOf(reference)] ?? []),
  )
}

function chosenAccount(account: OfferedAccount, rights: AccountRights): ChosenAccount {
  return { accountId: account.id, card: isCard(account), ...rights }
}

/** Named with and without its currency, or in two ways, an account is still one, with the rights of all. */
function merged(chosen: ChosenAccount[]): ChosenAccount[] {
  const byId = Map.groupBy(chosen, ({ accountId }) => accountId)
  return [...byId.values()].flatMap((named) => {
    const [first] = named
    if (!first) return []
    return {
      ...first,
      balances: named.some(({ balances }) => balances),
      transactions: named.some(({ transactions }) => transactions),
      ownerName: named.some(({ ownerName }) => ownerName),
    }
  })
}

type MatchNamedAccounts = { request: ConsentRequestView; psuId: string }
type PickAccounts = { request: ConsentRequestView; psuId: string; accountIds: string[] }
type Offer = Pick<ConsentRequestView, 'restrictedTo' | 'model'>

/** An account that a request can mean; `kept-back`: the customer has said that it is never shared. */
export type OfferedAccount = Offered<HeldAccount>
type Offered<Kind> = Kind extends HeldAccount
  ? Omit<Kind, 'ineligible'> & { ineligible: Ineligibility | 'kept-back' | null }
  : never

/** An account that is granted, with its rights. `card`: it is read on the paths of card accounts. */
export type ChosenAccount = AccountRights & { accountId: string; card: boolean }

/**
 * `accounts` is what is granted, `recorded` the same as the page's record names it; `offered` is of how many the page let
 * choose.
 */
export type ChosenAccounts = { accounts: ChosenAccount[]; recorded: RecordAccount[]; offered: number }
