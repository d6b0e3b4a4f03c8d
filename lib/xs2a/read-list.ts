import 'server-only'
import { recordDelivered } from '@/lib/accounts/delivered-report'
import type { ListTransactions } from '@/lib/accounts/list-transactions'
import type { BookingPage } from '@/lib/core-banking/ledger-port'
import { allowRead, only } from './allow-read'
import { beginList } from './begin-list'
import { type Bound, type Cursor, cursorEnd, openCursor, sealCursor } from './page-cursor'
import type { RoutedCall } from './route'
import type { ListQuery } from './transactions-query'

/**
 * One page of a list of transactions, with the queries of its neighbours. The first page is a counted read; the pages
 * that its links lead to are the same read and cost nothing more, and show the books as they were when it began. Balances
 * come with the counted answer alone, never by a link, not even by the one back to the first page.
 */
export async function readList<Page extends BookingPage>(
  call: ListCall,
  list: (asked: ListTransactions) => Promise<Page>,
): Promise<{ page: Page; links: PageQueries }> {
  const { query } = call
  // The clock of the sealed link is the machine's: nobody but this bank reads it.
  const now = new Date()
  const bound = boundOf(call)
  const cursor = query.page === null ? null : await openCursor(query.page, bound, now)
  const { right, bounds } = cursor ? await goOn(call, cursor) : await begin(call)
  const at = cursor?.at ?? null
  // Balances are as they are now, not as the books were: on a page that nobody counts they would be read for nothing.
  const withBalance = cursor === null && query.withBalance === 'true'
  const page = await list({ right, withBalance, bookingStatus: query.bookingStatus, ...bounds, at })
  const fixed = { ...bounds, upTo: bounds.upTo ?? page.mark }
  const endsAt = cursor?.endsAt ?? cursorEnd(now)
  const linkTo = async (edge: Cursor['at']) =>
    queryOf(query, await sealCursor({ bound, list: fixed, at: edge, endsAt }))
  // Only what has been given to the end counts as delivered: pages that nobody fetched come again.
  if (query.deltaList === 'true' && page.next === null && fixed.upTo !== null)
    await recordDelivered({ consentId: call.consentId, accountId: right.accountId, mark: fixed.upTo })
  return {
    page,
    links: {
      ...(page.previous && { first: await linkTo(null), previous: await linkTo({ before: page.previous }) }),
      ...(page.next && { next: await linkTo({ after: page.next }) }),
    },
  }
}

async function begin(call: ListCall) {
  const { historyFrom, boundsFor } = beginList(call)
  const used = await allowRead(call, {
    endpoint: 'transactions',
    withBalance: call.query.withBalance === 'true',
    historyFrom,
  })
  return { right: only(used.accounts), bounds: await boundsFor(used) }
}

async function goOn(call: ListCall, { list }: Cursor) {
  const { accounts } = await allowRead(call, { endpoint: 'transactions', continued: true })
  return { right: only(accounts), bounds: list }
}

function boundOf({ query, tpp, consentId, ids }: ListCall): Bound {
  const { page: _, ...asked } = query
  return { tppId: tpp.id, consentId, accountId: ids['account-id'] ?? null, ...asked }
}

/** The query of the call itself with another page. */
function queryOf(query: ListQuery, page: string): string {
  const { page: _, ...asked } = query
  const all = Object.entries({ ...asked, page })
  return new URLSearchParams(all.filter((pair): pair is [string, string] => pair[1] !== null)).toString()
}

type ListCall = RoutedCall<ListQuery, unknown>
/** The queries of the pages before and after, where there are such. */
export type PageQueries = { first?: string; previous?: string; next?: string }
