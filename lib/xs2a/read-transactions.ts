import 'server-only'
import { listTransactions } from '@/lib/accounts/list-transactions'
import { Refusal } from '@/lib/errors'
import { toTransactions } from './account-shapes'
import { allowRead, only } from './allow-read'
import { type Bound, cursorEnd, openCursor, sealCursor } from './page-cursor'
import type { Reply, RoutedCall } from './route'
import type { TransactionsQuery } from './transactions-query'

/**
 * `GET …/transactions`. The first page is a counted read; the pages that its `next` links lead to are the same read
 * and cost nothing more (xs2a.md 9). A dateTo that lies ahead means today.
 */
export async function readTransactions(call: RoutedCall<TransactionsQuery, unknown>): Promise<Reply> {
  const { query } = call
  const { bookingStatus, dateFrom, dateTo } = query
  if (dateTo !== null && dateFrom > dateTo)
    throw new Refusal('period_invalid', { path: 'dateTo', text: 'dateTo lies before dateFrom.' })
  // The clock of the sealed link is the machine's: nobody but this bank reads it.
  const at = new Date()
  const bound = boundOf(call)
  const cursor = query.page === null ? null : await openCursor(query.page, bound, at)
  const { accounts, today } = await allowRead(call, {
    endpoint: 'transactions',
    withBalance: query.withBalance === 'true',
    continued: cursor !== null,
    historyFrom: cursor ? null : dateFrom,
  })
  const to = cursor?.to ?? (dateTo === null || dateTo > today ? today : dateTo)
  const page = await listTransactions({
    right: only(accounts),
    withBalance: query.withBalance === 'true',
    bookingStatus,
    from: dateFrom,
    to,
    after: cursor?.position ?? null,
  })
  const position = page.next
  const endsAt = cursor?.endsAt ?? cursorEnd(at)
  const next = position && nextQuery(query, await sealCursor({ bound, position, to, endsAt }))
  return { status: 200, body: toTransactions({ page, bookingStatus, origin: call.origin, next }) }
}

function boundOf({ query, tpp, consentId, ids }: RoutedCall<TransactionsQuery, unknown>): Bound {
  const { bookingStatus, dateFrom, dateTo, withBalance } = query
  const accountId = ids['account-id'] ?? null
  return { tppId: tpp.id, consentId, accountId, bookingStatus, dateFrom, dateTo, withBalance }
}

function nextQuery(
  { bookingStatus, dateFrom, dateTo, withBalance }: TransactionsQuery,
  page: string,
): string {
  const all = Object.entries({ bookingStatus, dateFrom, dateTo, withBalance, page })
  return new URLSearchParams(all.filter((pair): pair is [string, string] => pair[1] !== null)).toString()
}
