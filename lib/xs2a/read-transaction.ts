import 'server-only'
import { getAccount } from '@/lib/accounts/get-account'
import { bookingById } from '@/lib/core-banking/ledger'
import { isRefusal, Refusal } from '@/lib/errors'
import { allowRead, only } from './allow-read'
import { toTransactionDetails } from './entry-shapes'
import type { Reply, RoutedCall } from './route'

/**
 * `GET …/transactions/{transactionId}`. The entry is found before the consent is used, because the consent must reach
 * back to its day; one that does not exist asks for a day that no consent reaches, and so is not counted.
 */
export async function readTransaction(call: RoutedCall<unknown, unknown>): Promise<Reply> {
  const { 'account-id': accountId = '', transactionId = '' } = call.ids
  const booking = await bookingById(accountId, transactionId)
  const historyFrom = booking ? booking.bookedOn : '0001-01-01'
  try {
    const { accounts } = await allowRead(call, { endpoint: `transaction/${transactionId}`, historyFrom })
    const right = only(accounts)
    // A card's entries have no details here: this is a path of payment accounts.
    await getAccount({ right, withBalance: false })
    if (!right.transactions || !booking) throw new Refusal('resource_unknown')
    return { status: 200, body: { transactionsDetails: toTransactionDetails(booking) } }
  } catch (thrown) {
    if (booking || !isRefusal(thrown) || thrown.code !== 'period_invalid') throw thrown
    throw new Refusal('resource_unknown', { text: 'This account has no such transaction.' })
  }
}
