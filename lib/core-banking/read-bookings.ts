import 'server-only'
import { hotQuery } from '@/db/hot-path'
import type { BookingPage, BookingsAsked, Mark, MarkedBooking, Position } from './ledger-port'
import { BOOKING_COLUMNS, type BookingRow, openBookings } from './open-bookings'

/** Beyond every entry and day, where a first page starts; and before them all. */
const LAST_MARK = '9223372036854775807'
const FIRST_MARK = '0'
const LAST_DAY = '9999-12-31'
const FIRST_DAY = '0001-01-01'

/**
 * One page by keyset, in the order of the books: what was entered last of a day comes first, or a delta report from the
 * first entry of a list (`since`) would give others of its day again. So a booking made between two pages shifts nothing. Pending
 * entries come first; where they do not fill the page, booked ones follow on the same page. Backwards the same in the other
 * direction.
 */
export async function readBookings(asked: BookingsAsked): Promise<BookingPage> {
  const { at, limit } = asked
  if (at && 'before' in at) {
    // One row more than asked for tells whether there is a page before.
    const rows = await readBackwards(asked, at.before, limit + 1)
    return toPage(rows.slice(0, limit).reverse(), { more: true, fewer: rows.length > limit })
  }
  const rows = await readForwards(asked, at?.after ?? null, limit + 1)
  return toPage(rows.slice(0, limit), { more: rows.length > limit, fewer: at !== null })
}

/** One entry of an account, or null. */
export async function readBooking(accountId: string, id: string): Promise<MarkedBooking | null> {
  const rows = await hotQuery<BookingRow>({
    name: 'ledger.booking',
    text: `select ${BOOKING_COLUMNS} from ledger_transactions b join ledger_accounts a on a.id = b.account_id
           where b.account_id = $1 and b.id = $2`,
    values: [accountId, id],
  })
  const [booking] = await openBookings(rows)
  const [row] = rows
  return booking && row ? { ...booking, mark: row.entered } : null
}

async function readForwards(asked: BookingsAsked, after: Position | null, limit: number): Promise<PageRow[]> {
  const rows: PageRow[] = []
  if (asked.pending && (after === null || after.bookedOn === null))
    rows.push(...(await hotQuery<PageRow>(pendingAfter(asked, after?.mark ?? LAST_MARK, limit))))
  if (asked.booked && rows.length < limit)
    rows.push(...(await hotQuery<PageRow>(bookedAfter(asked, after, limit - rows.length))))
  return rows
}

async function readBackwards(asked: BookingsAsked, before: Position, limit: number): Promise<PageRow[]> {
  const rows: PageRow[] = []
  if (asked.booked && before.bookedOn !== null)
    rows.push(...(await hotQuery<PageRow>(bookedBefore(asked, before, limit))))
  if (asked.pending && rows.length < limit) {
    const mark = before.bookedOn === null ? before.mark : FIRST_MARK
    rows.push(...(await hotQuery<PageRow>(pendingBefore(asked, mark, limit - rows.length))))
  }
  return rows
}

/** $1 account · the mark up to which is $2 in all of them. */
const SELECT = `select ${BOOKING_COLUMNS},
    (select max(m.entered) from ledger_transactions m where m.account_id = $1) as newest
  from ledger_transactions b join ledger_accounts a on a.id = b.account_id
  where b.account_id = $1 and ($2::bigint is null or b.entered <= $2)`

const pendingAfter = ({ accountId, upTo }: BookingsAsked, mark: Mark, limit: number) => ({
  name: 'ledger.pending-after',
  text: `${SELECT} and b.booked_on is null and b.entered < $3 order by b.entered desc limit $4`,
  values: [accountId, upTo, mark, limit],
})

const pendingBefore = ({ accountId, upTo }: BookingsAsked, mark: Mark, limit: number) => ({
  name: 'ledger.pending-before',
  text: `${SELECT} and b.booked_on is null and b.entered > $3 order by b.entered limit $4`,
  values: [accountId, upTo, mark, limit],
})

const SINCE = `and b.booked_on between $3::date and $4::date and ($5::bigint is null or b.entered > $5)`

const bookedAfter = (asked: BookingsAsked, after: Position | null, limit: number) => ({
  name: 'ledger.booked-after',
  text: `${SELECT} ${SINCE} and b.booked_on <= $6::date
         and (b.booked_on, b.entered) < ($6::date, $7::bigint)
         order by b.booked_on desc, b.entered desc limit $8`,
  values: [...periodOf(asked), ...edge(after, LAST_DAY, LAST_MARK), limit],
})

const bookedBefore = (asked: BookingsAsked, before: Position, limit: number) => ({
  name: 'ledger.booked-before',
  text: `${SELECT} ${SINCE} and b.booked_on >= $6::date
         and (b.booked_on, b.entered) > ($6::date, $7::bigint)
         order by b.booked_on, b.entered limit $8`,
  values: [...periodOf(asked), ...edge(before, FIRST_DAY, FIRST_MARK), limit],
})

const periodOf = ({ accountId, upTo, from, to, since }: BookingsAsked) => [accountId, upTo, from, to, since]

const edge = (position: Position | null, day: string, mark: Mark) =>
  position?.bookedOn ? [position.bookedOn, position.mark] : [day, mark]

async function toPage(rows: readonly PageRow[], { more, fewer }: Beyond): Promise<BookingPage> {
  const [first, last] = [rows[0], rows.at(-1)]
  return {
    bookings: await openBookings(rows),
    next: more && last ? positionOf(last) : null,
    previous: fewer && first ? positionOf(first) : null,
    mark: first?.newest ?? null,
  }
}

const positionOf = ({ booked_on: bookedOn, entered: mark }: PageRow): Position => ({ bookedOn, mark })

/** `newest`: of the whole account, whatever the page holds. */
type PageRow = BookingRow & { newest: string }
type Beyond = { more: boolean; fewer: boolean }
