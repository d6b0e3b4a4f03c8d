import 'server-only'
import type { AccountReference } from '@/lib/consent/consent'
import type { HeldAccount, Money } from '@/lib/core-banking/account'
import { accountsByIban, cardsByPan } from '@/lib/core-banking/ledger'
import { Refusal } from '@/lib/errors'

/**
 * Which account of the consent a question means: its number as the third party sent it, in the currency of the amount.
 * Another number is `consent_invalid`, whoever's it is (THR-06); an account that was closed or blocked since is
 * `funds_not_offered`; a currency that the account is not kept in is `format_error`, because the bank converts nothing
 * for this answer and a no would be a wrong one.
 */
export async function accountInQuestion({
  account,
  money,
  psuId,
  accountIds,
}: AccountInQuestion): Promise<string> {
  const covered = (await accountsMeant(account, psuId)).filter(({ id }) => accountIds.includes(id))
  const named = covered.filter(({ currency }) => (account.currency ?? currency) === currency)
  if (named.length === 0)
    throw new Refusal('consent_invalid', {
      path: 'account',
      text: 'The consent is for another account. Ask about the account that the consent names.',
    })
  const meant = named.find(({ currency }) => currency === money.currency)
  if (!meant)
    throw new Refusal('format_error', {
      path: 'instructedAmount.currency',
      text: 'The account is not kept in this currency, and the bank does not convert. Ask in the currency of the account.',
    })
  if (meant.ineligible !== null) throw new Refusal('funds_not_offered')
  return meant.id
}

async function accountsMeant(reference: AccountReference, psuId: string): Promise<HeldAccount[]> {
  if ('iban' in reference) return accountsByIban([reference.iban], psuId)
  const [cards = []] = await cardsByPan([reference], psuId)
  return cards
}

type AccountInQuestion = {
  account: AccountReference
  money: Money
  psuId: string
  accountIds: readonly string[]
}
