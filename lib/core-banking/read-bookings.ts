import 'server-only'
import { hotQuery } from '@/db/hot-path'
import { type VaultKey, vaultKeysById } from '@/lib/vault/vault'
import type { Booking, BookingDetail } from './account'
import type { BookingPage, BookingsAsked, Position } from './ledger-port'
import { toMoney } from './money'
import { ACCOUNT_FIELDS } from './open-accounts'

/** Above every id, and above every day: where a first page starts. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const LAST_DAY = '9999-12-31'

/**
 * One page by keyset, so that a booking made between two pages shifts nothing. Pending entries come first; where they
 * do not fill the page, booked ones follow on the same page.
 */
export async function readBookings(asked: BookingsAsked): Promise<BookingPage> {
  const { after, limit } = asked
  const rows: BookingRow[] = []
  // One row more than asked for tells whether there is a next page.
  if (asked.pending && (after === null || after.bookedOn === null))
    rows.push(...(await pendingRows(asked, after?.id ?? LAST_ID, limit + 1)))
  if (asked.booked && rows.length <= limit)
    rows.push(...(await bookedRows(asked, after, limit + 1 - rows.length)))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last ? { bookedOn: last.booked_on, id: last.id } : null
  return { bookings: await open(page), next }
}

function pendingRows({ accountId }: BookingsAsked, afterId: string, limit: number): Promise<BookingRow[]> {
  return hotQuery<BookingRow>({
    name: 'ledger.pending',
    text: `select ${COLUMNS} from ledger_transactions b join ledger_accounts a on a.id = b.account_id
           where b.account_id = $1 and b.booked_on is null and b.id < $2 order by b.id desc limit $3`,
    values: [accountId, afterId, limit],
  })
}

function bookedRows({ accountId, from, to }: BookingsAsked, after: Position | null, limit: number) {
  const booked = after?.bookedOn ? after : null
  return hotQuery<BookingRow>({
    name: 'ledger.booked',
    text: `select ${COLUMNS} from ledger_transactions b join ledger_accounts a on a.id = b.account_id
           where b.account_id = $1 and b.booked_on between $2::date and $3::date
             and (b.booked_on, b.id) < ($4::date, $5::uuid)
           order by b.booked_on desc, b.id desc limit $6`,
    values: [accountId, from, to, booked?.bookedOn ?? LAST_DAY, booked?.id ?? LAST_ID, limit],
  })
}

// Days as text: the driver would make local midnights of them, and in another zone another day.
const COLUMNS = `b.id, b.booked_on::text, b.value_on::text, b.amount, b.currency, b.bank_transaction_code,
  b.sealed_detail, a.key_id`

async function open(rows: readonly BookingRow[]): Promise<Booking[]> {
  const [keyId] = rows.map(({ key_id }) => key_id)
  if (!keyId) return []
  const [key] = await vaultKeysById([keyId])
  if (!key) throw new Error(`The vault has no key ${keyId}`)
  return rows.map((row) => toBooking(row, key))
}

function toBooking(row: BookingRow, key: VaultKey): Booking {
  return {
    id: row.id,
    bookedOn: row.booked_on,
    valueOn: row.value_on,
    money: toMoney(row.amount, row.currency),
    bankTransactionCode: row.bank_transaction_code,
    detail: key.open<BookingDetail>(ACCOUNT_FIELDS.booking, row.sealed_detail),
  }
}

type BookingRow = {
  id: string
  booked_on: string | null
  value_on: string
  amount: string
  currency: string
  bank_transaction_code: string
  sealed_detail: Buffer
  key_id: string
}
