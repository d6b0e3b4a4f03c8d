import 'server-only'
import { findEntry } from '@/lib/accounts/find-entry'
import { getAccount } from '@/lib/accounts/get-account'
import { isRefusal, Refusal } from '@/lib/errors'
import { allowRead } from './allow-read'
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
    await allowRead(call, { endpoint: `transaction/${transactionId}`, historyFrom })
    if (unreachable) throw unreachable
    await requirePaymentAccount(accountId)
    if (!booking) throw new Refusal('resource_unknown')
    return { status: 200, body: { transactionsDetails: toTransactionDetails(booking) } }
  } catch (thrown) {
    if (booking || !isRefusal(thrown) || thrown.code !== 'period_invalid') throw thrown
    await requirePaymentAccount(accountId)
    throw new Refusal('resource_unknown', { text: 'This account has no such transaction.' })
  }
}

/** A card's entries have no details: on this path a card is no account, whatever entry is asked for. */
async function requirePaymentAccount(accountId: string): Promise<void> {
  await getAccount({ right: { accountId, ...NO_DATA }, withBalance: false })
}

const NO_DATA = { balances: false, transactions: false, ownerName: false, details: false }
/** A day that no consent reaches. */
const BEFORE_ALL = '0001-01-01'
