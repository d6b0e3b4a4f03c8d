import 'server-only'
import { getStatement } from '@/lib/accounts/get-statement'
import { listStandingOrders } from '@/lib/accounts/list-standing-orders'
import { listTransactions } from '@/lib/accounts/list-transactions'
import { toInformation, toTransactions } from './account-shapes'
import { allowRead, only } from './allow-read'
import { beginList } from './begin-list'
import { toCamt053 } from './camt053'
import { checkAccept } from './check-accept'
import { readList } from './read-list'
import type { Reply, RoutedCall } from './route'
import type { ListQuery, TransactionsQuery } from './transactions-query'

/**
 * `GET …/transactions` of a payment account: a list in pages, the standing orders, or the booked entries of a period as
 * camt.053, by what the caller accepts.
 */
export async function readTransactions(call: TransactionsCall): Promise<Reply> {
  const { bookingStatus, ...query } = call.query
  // Only booked entries of a period, all at once, fit into a statement.
  const asStatement =
    bookingStatus === 'booked' &&
    query.page === null &&
    query.deltaList !== 'true' &&
    query.entryReferenceFrom === null
  const type = checkAccept(call.raw.header('accept'), asStatement ? 'application/xml' : undefined, ONLY_JSON)
  if (bookingStatus === 'information') return readInformation(call)
  const listCall = { ...call, query: { bookingStatus, ...query } }
  if (type === 'application/xml') return readStatement(listCall)
  const { page, links } = await readList(listCall, listTransactions)
  return { status: 200, body: toTransactions({ page, bookingStatus, origin: call.origin, links }) }
}

const ONLY_JSON =
  'camt.053 holds booked entries of a period: bookingStatus=booked and dateFrom. Everything else comes as application/json.'

async function readInformation(call: TransactionsCall): Promise<Reply> {
  const { accounts } = await allowRead(call, { endpoint: 'transactions' })
  return { status: 200, body: toInformation(await listStandingOrders(only(accounts)), call.origin) }
}

/** By its schema a statement holds balances, so it needs their right as well, with or without `withBalance`. */
async function readStatement(call: RoutedCall<ListQuery, unknown>): Promise<Reply> {
  const { historyFrom, boundsFor } = beginList(call)
  const used = await allowRead(call, {
    endpoint: 'transactions',
    withBalance: true,
    historyFrom,
  })
  const { from, to } = await boundsFor(used)
  const statement = await getStatement({ right: only(used.accounts), from, to })
  return { status: 200, text: toCamt053({ ...statement, from, to, id: call.callId, createdAt: new Date() }) }
}

type TransactionsCall = RoutedCall<TransactionsQuery, unknown>
