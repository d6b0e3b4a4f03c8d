import 'server-only'
import { hotQuery } from '@/db/hot-path'
import { indexKey } from '@/lib/vault/vault'
import { type Account, type Balance, type HeldAccount, ineligibilityOf, isCard } from './account'
import { checkPayee } from './check-payee'
import { findCards } from './find-cards'
import { findMailAddress } from './find-mail-address'
import { findHeldTogether, findMandates } from './find-mandates'
import { findStandings } from './find-standings'
import { HOLDERS_NOW } from './holders-now'
import type { Ledger } from './ledger-port'
import { toMoney } from './money'
import { type AccountRow, IBAN_INDEX, openAccounts } from './open-accounts'
import { readBooking, readBookings } from './read-bookings'
import { readStandingOrders } from './read-standing-orders'
import { readStatement } from './read-statement'
import { playReads, playShown, STATUS_NOW } from './sandbox-scripts'
import { transfer } from './transfer'

const NUMBER_AND_NAME = `a.id, a.key_id, a.sealed_iban, a.sealed_masked_pan, a.sealed_owner_name, a.name, a.product,
  a.details, a.cash_account_type, a.usage, a.currency, a.credit_limit, a.debit_accounting, a.script`

/** Whether somebody else holds the account as well. */
const JOINT = `(select count(*) > 1 from ${HOLDERS_NOW} o where o.account_id = a.id) as joint`

/** The sandbox's bank: its ledger lies in tables of ours (`ledger_*`), personal fields sealed per account. */
export const sandboxBank: Ledger = {
  checkPayee,
  transfer,
  accountsOfCustomer,

  accountsByIban: async (ibans, psuId) => {
    const key = await indexKey()
    const held = await heldBy({
      name: 'ledger.accounts-by-iban',
      text: `select ${NUMBER_AND_NAME}, ${STATUS_NOW}, h.alone, ${JOINT} from ledger_accounts a
             left join ${HOLDERS_NOW} h on h.account_id = a.id and h.psu_id = $2
             where a.iban_index = any($1::bytea[]) order by a.opened_at, a.id`,
      values: [ibans.map((iban) => key.index(IBAN_INDEX, iban)), psuId],
    })
    return held.filter((account) => !isCard(account))
  },

  cardsByPan: (references, psuId) =>
    findCards(references, {
      held: () => accountsOfCustomer(psuId),
      byIndex: (indexes) =>
        heldBy({
          name: 'ledger.cards-by-pan',
          text: `select ${NUMBER_AND_NAME}, ${STATUS_NOW}, h.alone, ${JOINT} from ledger_accounts a
                 left join ${HOLDERS_NOW} h on h.account_id = a.id and h.psu_id = $2
                 where a.pan_index = any($1::bytea[])`,
          values: [indexes, psuId],
        }),
    }),

  accountsById: async (ids) => {
    if (ids.length === 0) return []
    const rows = await hotQuery<AccountRow>({
      name: 'ledger.accounts-by-id',
      text: `select ${NUMBER_AND_NAME}, ${STATUS_NOW} from ledger_accounts a where a.id = any($1::uuid[])`,
      values: [ids],
    })
    const accounts = new Map((await openAccounts(rows)).map((account) => [account.id, account]))
    return ids.map((id) => accounts.get(id)).filter((account): account is Account => account !== undefined)
  },

  accountsWithBalances: async ({ ids, balancesOf, ownersOf }) => {
    if (ids.length === 0) return []
    const rows = await hotQuery<AccountRow & Partial<BalanceRow>>({
      name: 'ledger.accounts-with-balances',
      text: `select ${NUMBER_AND_NAME}, ${STATUS_NOW}, b.balance_type, b.amount, b.currency as balance_currency,
                    b.credit_limit_included, b.changed_at
             from ledger_accounts a
             left join ledger_balances b on b.account_id = a.id and a.id = any($2::uuid[])
             where a.id = any($1::uuid[]) order by b.balance_type`,
      values: [ids, balancesOf],
    })
    const playing = playReads(rows)
    if (playing) await playing
    const accounts = await openAccounts([...new Map(rows.map((row) => [row.id, row])).values()], ownersOf)
    const found = ids.map((id) => accounts.find((account) => account.id === id))
    return found
      .filter((account): account is Account => account !== undefined)
      .map((account) => ({ account, balances: rows.flatMap((row) => toBalances(row, account.id)) }))
  },

  approversOf: async ({ accountIds, given }) => {
    const rows = await hotQuery<{ psu_id: string }>({
      name: 'ledger.approvers-of',
      text: `select distinct h.psu_id from ${HOLDERS_NOW} h
             where h.account_id = any($1::uuid[]) and h.psu_id <> all($2::uuid[])
               and not exists (select from ${HOLDERS_NOW} g where g.account_id = h.account_id
                               and g.psu_id = any($2::uuid[]) and g.alone)
               and (select count(*) from ${HOLDERS_NOW} g where g.account_id = h.account_id
                    and g.psu_id = any($2::uuid[])) < 2
             order by h.psu_id`,
      values: [accountIds, given],
    })
    return rows.map(({ psu_id }) => psu_id)
  },

  holdersOf: async (accountIds) => {
    const rows = await hotQuery<{ psu_id: string }>({
      name: 'ledger.holders-of',
      text: `select distinct psu_id from ${HOLDERS_NOW} h where account_id = any($1::uuid[]) order by psu_id`,
      values: [accountIds],
    })
    return rows.map(({ psu_id }) => psu_id)
  },

  hasFunds: async (accountId, { amount, currency }) => {
    // The comparison is the database's: a numeric there, and never a JavaScript number.
    const [row] = await hotQuery<{ enough: boolean } & Parameters<typeof playReads>[0][number]>({
      name: 'ledger.has-funds',
      text: `select a.script, coalesce(a.status = 'enabled' and b.amount >= $3::numeric
               - case when b.credit_limit_included is false then coalesce(a.credit_limit, 0) else 0 end, false) as enough
             from ledger_accounts a
             left join ledger_balances b
               on b.account_id = a.id and b.balance_type = 'interimAvailable' and b.currency = $2
             where a.id = $1`,
      values: [accountId, currency, amount],
    })
    if (!row) return false
    await playReads([row])
    return row.enough
  },

  heldTogether: findHeldTogether,
  mandates: findMandates,
  mailAddressOf: findMailAddress,
  standingsOf: findStandings,
  bookingsOf: readBookings,
  bookingById: readBooking,
  standingOrdersOf: readStandingOrders,
  statementOf: readStatement,
}

function accountsOfCustomer(psuId: string): Promise<HeldAccount[]> {
  return heldBy({
    name: 'ledger.accounts-of-customer',
    text: `select ${NUMBER_AND_NAME}, ${STATUS_NOW}, h.alone, ${JOINT}
           from ${HOLDERS_NOW} h join ledger_accounts a on a.id = h.account_id
           where h.psu_id = $1 order by a.opened_at, a.id`,
    values: [psuId],
  })
}

async function heldBy(statement: Parameters<typeof hotQuery>[0]): Promise<HeldAccount[]> {
  const rows = await hotQuery<AccountRow & { alone: boolean | null; joint: boolean }>(statement)
  await playShown(rows)
  const accounts = await openAccounts(rows)
  return accounts.map((account, index) => {
    const alone = rows[index]?.alone ?? null
    const joint = rows[index]?.joint ?? false
    const ineligible = ineligibilityOf(account, alone === null ? null : { alone, joint })
    return { ...account, joint, together: alone === false, ineligible }
  })
}

function toBalances(row: AccountRow & Partial<BalanceRow>, accountId: string): Balance[] {
  const { balance_type: type, amount, balance_currency: currency, changed_at: changedAt } = row
  // Absent where the outer join found none.
  if (row.id !== accountId || !type || !amount || !currency || !changedAt) return []
  const creditLimitIncluded = row.credit_limit_included ?? null
  return [{ accountId, type, money: toMoney(amount, currency), creditLimitIncluded, changedAt }]
}

type BalanceRow = {
  balance_type: Balance['type']
  amount: string
  balance_currency: string
  credit_limit_included: boolean | null
  changed_at: Date
}
