import 'server-only'
import { hotQuery } from '@/db/hot-path'
import type { Statement, StatementAsked } from './ledger-port'
import { toMoney } from './money'
import { BOOKING_COLUMNS, type BookingRow, openBookings } from './open-bookings'

/**
 * The booked entries of a period, oldest first, between the balances before and after them. Both balances come from the
 * booked balance of now, less what was booked since, in the statement that reads the entries: so they always add up.
 */
export async function readStatement({
  accountId,
  from,
  to,
  limit,
}: StatementAsked): Promise<Statement | null> {
  const rows = await hotQuery<Sums & (BookingRow | { id: null })>({
    name: 'ledger.statement',
    text: `with sums as (
             select l.account_id, l.currency as statement_currency,
                    l.amount - coalesce(sum(t.amount) filter (where t.booked_on > $3::date), 0) as closing,
                    l.amount - coalesce(sum(t.amount), 0) as opening
             from ledger_balances l
             left join ledger_transactions t on t.account_id = l.account_id and t.booked_on >= $2::date
             where l.account_id = $1 and l.balance_type = 'closingBooked'
             group by l.account_id, l.amount, l.currency
           )
           select s.closing, s.opening, s.statement_currency, ${BOOKING_COLUMNS}
           from sums s join ledger_accounts a on a.id = s.account_id
           left join ledger_transactions b on b.account_id = a.id and b.booked_on between $2::date and $3::date
           order by b.booked_on, b.entered limit $4`,
    values: [accountId, from, to, limit + 1],
  })
  const [first] = rows
  if (!first) throw new Error(`Account ${accountId} has no booked balance`)
  if (rows.length > limit) return null
  return {
    opening: toMoney(first.opening, first.statement_currency),
    closing: toMoney(first.closing, first.statement_currency),
    bookings: await openBookings(rows.filter((row): row is Sums & BookingRow => row.id !== null)),
  }
}

type Sums = { opening: string; closing: string; statement_currency: string }
