import 'server-only'
import { vaultKeysById } from '@/lib/vault/vault'
import type { Booking, BookingDetail } from './account'
import { toMoney } from './money'
import { ACCOUNT_FIELDS, type AccountRow } from './open-accounts'
import { playReads } from './sandbox-scripts'

// Days as text: the driver would make local midnights of them, and in another zone another day.
/** What is read of a booking `b` of an account `a`. */
export const BOOKING_COLUMNS = `b.id, b.booked_on::text, b.value_on::text, b.amount, b.currency,
  b.bank_transaction_code, b.sealed_detail, b.entered, a.key_id, a.script`

/** Opens the rows of one account's bookings, after the failure that its account plays, if it does. */
export async function openBookings(rows: readonly BookingRow[]): Promise<Booking[]> {
  const [first] = rows
  if (!first) return []
  const playing = playReads([first])
  if (playing) await playing
  const [key] = await vaultKeysById([first.key_id])
  if (!key) throw new Error(`The vault has no key ${first.key_id}`)
  return rows.map((row) => ({
    id: row.id,
    bookedOn: row.booked_on,
    valueOn: row.value_on,
    money: toMoney(row.amount, row.currency),
    bankTransactionCode: row.bank_transaction_code,
    detail: key.open<BookingDetail>(ACCOUNT_FIELDS.booking, row.sealed_detail),
  }))
}

export type BookingRow = Pick<AccountRow, 'key_id' | 'script'> & {
  id: string
  booked_on: string | null
  value_on: string
  amount: string
  currency: string
  bank_transaction_code: string
  sealed_detail: Buffer
  /** A bigint, which the driver gives as text. */
  entered: string
}
