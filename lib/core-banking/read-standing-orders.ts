import 'server-only'
import { hotQuery } from '@/db/hot-path'
import { vaultKey } from '@/lib/vault/vault'
import type { BookingDetail, StandingOrder } from './account'
import { toMoney } from './money'
import { ACCOUNT_FIELDS, type AccountRow } from './open-accounts'
import { playReads } from './sandbox-scripts'

/** The orders of an account that are still to run, by the day of their beginning. */
export async function readStandingOrders(accountId: string): Promise<StandingOrder[]> {
  const rows = await hotQuery<OrderRow>({
    name: 'ledger.standing-orders',
    text: `select o.id, o.amount, o.currency, o.frequency, o.day_of_execution, o.starts_on::text, o.ends_on::text,
                  o.sealed_detail, a.key_id, a.script
           from ledger_standing_orders o join ledger_accounts a on a.id = o.account_id
           where o.account_id = $1 and (o.ends_on is null or o.ends_on >= placet_now()::date)
           order by o.starts_on, o.id`,
    values: [accountId],
  })
  const playing = playReads(rows)
  if (playing) await playing
  const [first] = rows
  if (!first) return []
  const key = await vaultKey(first.key_id)
  return rows.map((row) => ({
    id: row.id,
    money: toMoney(row.amount, row.currency),
    frequency: row.frequency,
    dayOfExecution: row.day_of_execution,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    detail: key.open<BookingDetail>(ACCOUNT_FIELDS.standingOrder, row.sealed_detail),
  }))
}

type OrderRow = Pick<AccountRow, 'key_id' | 'script'> & {
  id: string
  amount: string
  currency: string
  frequency: StandingOrder['frequency']
  day_of_execution: string | null
  starts_on: string
  ends_on: string | null
  sealed_detail: Buffer
}
