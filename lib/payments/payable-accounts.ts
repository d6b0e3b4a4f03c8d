import 'server-only'
import { type HeldAccount, type HeldPaymentAccount, isCard } from '@/lib/core-banking/account'
import { atStanding } from '@/lib/core-banking/at-standing'
import { accountsByIban, accountsOfCustomer, standingOf } from '@/lib/core-banking/ledger'
import { Refusal } from '@/lib/errors'
import type { PaymentOrder } from './payment'

/**
 * The accounts of a customer for this order, those that cannot pay it with the reason: only enabled payment accounts in the
 * order's currency, from which this customer pays on their own word, as who is of age, and not the payee's own. Where the third party named the
 * account, that one alone; `accounts_not_allowed` where it is not this customer's.
 */
export async function payableAccounts(order: PaymentOrder, psuId: string): Promise<PayableAccount[]> {
  const { debtorIban, money } = order
  const found = debtorIban ? await accountsByIban([debtorIban], psuId) : await accountsOfCustomer(psuId)
  const held = found.filter(isHeld)
  if (debtorIban !== null && held.length === 0) throw new Refusal('accounts_not_allowed')
  // An IBAN may stand for an account in each of several currencies.
  const meant = held.filter(({ currency }) => currency === money.currency)
  const named = debtorIban !== null && meant.length > 0 ? meant : held
  const standing = await standingOf(psuId)
  return named.map((account) => ({ account, unpayable: unpayable(atStanding(account, standing), order) }))
}

const isHeld = (account: HeldAccount): account is HeldPaymentAccount =>
  !isCard(account) && account.ineligible !== 'not-held'

function unpayable(account: HeldPaymentAccount, { money, creditor }: PaymentOrder): Unpayable | null {
  const { ineligible, together, currency, iban } = account
  if (ineligible !== null && ineligible !== 'not-held') return ineligible
  if (together) return 'needs-other-holder'
  if (currency !== money.currency) return 'other-currency'
  return iban === creditor.iban ? 'payees-own' : null
}

/** Why an account cannot pay. */
export type Unpayable =
  | 'closed'
  | 'blocked'
  | 'not-a-payment-account'
  | 'other-currency'
  | 'needs-other-holder'
  | 'payees-own'
  | 'not-of-age'

export type PayableAccount = { account: HeldPaymentAccount; unpayable: Unpayable | null }
