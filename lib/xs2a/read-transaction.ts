import 'server-only'
import { getAccount } from '@/lib/accounts/get-account'
import { bookingById } from '@/lib/core-banking/ledger'
import { Refusal } from '@/lib/errors'
import { allowRead, only } from './allow-read'
import { toTransactionDetails } from './entry-shapes'
import { requireReach } from './require-reach'
import type { Reply, RoutedCall } from './route'

/**
 * `GET …/transactions/{transactionId}`. The ledger is asked once consent, token and account are good, and for nobody
 * else: before, how long it takes would tell who guesses, and a guess would cost the ledger. Only then the day of the entry
 * is known; one that does not exist, or that the consent does not reach back to, is given back and not counted.
 */
export async function readTransaction(call: RoutedCall<unknown, unknown>): Promise<Reply> {
  const { transactionId = '' } = call.ids
  const used = await allowRead(call, { endpoint: `transaction/${transactionId}` })
  const { accountId } = only(used.accounts)
  // A card's entries have no details: on this path a card is no account, whatever entry is asked for.
  const [booking] = await Promise.all([
    bookingById(accountId, transactionId),
    getAccount({ right: { accountId, ...NO_DATA }, withBalance: false }),
  ])
  if (!booking) throw new Refusal('resource_unknown', { text: 'This account has no such transaction.' })
  requireReach(booking, used, 'transactionId')
  return { status: 200, body: { transactionsDetails: toTransactionDetails(booking) } }
}

const NO_DATA = { balances: false, transactions: false, ownerName: false, details: false }
