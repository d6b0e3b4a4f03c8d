import 'server-only'
import { findEntry } from '@/lib/accounts/find-entry'
import { getAccount } from '@/lib/accounts/get-account'
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
  const found = await findEntry(accountId, transactionId)
  const unreachable = isRefusal(found) ? found : null
  const booking = isRefusal(found) ? null : found
  const historyFrom = unreachable ? null : booking ? booking.bookedOn : BEFORE_ALL
  try {
    const { accounts } = await allowRead(call, { endpoint: `transaction/${transactionId}`, historyFrom })
    if (unreachable) throw unreachable
    // A card's entries have no details: this is a path of payment accounts.
    await getAccount({ right: only(accounts), withBalance: false })
    if (!booking) throw new Refusal('resource_unknown')
    return { status: 200, body: { transactionsDetails: toTransactionDetails(booking) } }
  } catch (thrown) {
    if (booking || !isRefusal(thrown) || thrown.code !== 'period_invalid') throw thrown
    throw new Refusal('resource_unknown', { text: 'This account has no such transaction.' })
  }
}

/** A day that no consent reaches. */
const BEFORE_ALL = '0001-01-01'
