import { isRefusal, Refusal } from '@/lib/errors'
import type { PaymentRequest } from '@/lib/payments/find-payment-request'
import { type PayableAccount, payableAccounts } from '@/lib/payments/payable-accounts'
import { UNPAYABLE } from './unpayable'

/**
 * The account that this customer pays from: the one the third party named, if it is theirs, or the one they picked. Where it
 * cannot pay, `anew` is where the page says so: nothing is paid, and a refusal would leave a page that still offers it.
 */
export async function payingAccount({ request, psuId, accountId }: PayingAccount): Promise<Paying> {
  const page = `/pay/${request.linkId}`
  if (request.order.debtorIban !== null) {
    const named = await namedAccount(request, psuId)
    if (!named) return { anew: `${page}?cannot=not_held` }
    const { account, unpayable } = named
    return unpayable ? { anew: `${page}?cannot=${UNPAYABLE[unpayable]}` } : { account }
  }
  if (!accountId) throw new Refusal('no_eligible_account')
  const held = await payableAccounts(request.order, psuId)
  const picked = held.find(({ account }) => account.id === accountId)
  if (!picked) throw new Refusal('accounts_not_allowed')
  return picked.unpayable ? { anew: `${page}?lost=${accountId}` } : { account: picked.account }
}

/** One IBAN may name several accounts, each in its currency; null where it names none of this customer's. */
async function namedAccount({ order }: PaymentRequest, psuId: string): Promise<PayableAccount | null> {
  try {
    const named = await payableAccounts(order, psuId)
    return named.find(({ unpayable }) => unpayable === null) ?? named[0] ?? null
  } catch (thrown) {
    if (isRefusal(thrown) && thrown.code === 'accounts_not_allowed') return null
    throw thrown
  }
}

type PayingAccount = { request: PaymentRequest; psuId: string; accountId: string | undefined }
type Paying = { account: PayableAccount['account'] } | { anew: string }
