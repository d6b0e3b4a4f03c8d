import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { v4 as randomId } from 'uuid'
import { database, type Queryable, type Transaction } from '@/db/connection'
import { ledgerTransactions } from '@/db/schema/ledger'
import { ledgerTransfers } from '@/db/schema/ledger-transfers'
import { uuids } from '@/db/uuids'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { indexKey, vaultKeysById } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import type { BookingDetail } from './account'
import { ACCOUNT_FIELDS, type AccountRow, IBAN_INDEX } from './open-accounts'
import type { CreditTransfer, TransferOutcome } from './payment-order'
import { playReads, STATUS_NOW } from './sandbox-scripts'

/**
 * Carries out a transfer in the sandbox's books, in one transaction: the order with its answer, the booking on the account, the
 * one on the payee's where it is at this bank, and the balances of both. Instant or not, it is booked at once: the sandbox has
 * no clearing whose hours it would have to wait for. The rows of the balances are the lock, taken in one order: of two
 * transfers from one account the second is judged by what the first has left.
 */
export async function transfer(order: CreditTransfer): Promise<TransferOutcome> {
  // Asked first: what was carried out is so, whatever has become of the accounts since.
  const known = await answered(database(), order.id)
  if (known) return known
  const parties = await findParties(order)
  const { payer, payee } = parties
  const playing = playReads([payer, payee].flatMap((party) => party?.row ?? []))
  if (playing) await playing
  return database().transaction(async (tx) => {
    const ids = [payer, payee].flatMap((party) => party?.row.id ?? [])
    await tx.execute(sql`select from ledger_balances where account_id = any(${uuids(ids)})
      order by account_id, balance_type for update`)
    const outcome = await judge(tx, order, parties)
    const [ordered] = await tx
      .insert(ledgerTransfers)
      .values({ id: order.id, accountId: order.accountId, outcome, at: await now(tx) })
      .onConflictDoNothing()
      .returning({ outcome: ledgerTransfers.outcome })
    if (!ordered) return requireAnswered(tx, order.id)
    if (outcome === 'settled' && payer) await book(tx, order, { payer, payee })
    return outcome
  })
}

/** What was answered to the same order before, or null. */
async function answered(queryable: Queryable, id: string): Promise<TransferOutcome | null> {
  const { rows } = await queryable.execute<{ outcome: TransferOutcome }>(
    sql`select outcome from ledger_transfers where id = ${id}`,
  )
  return rows[0]?.outcome ?? null
}

async function requireAnswered(tx: Transaction, id: string): Promise<TransferOutcome> {
  const known = await answered(tx, id)
  if (!known) throw new Error(`The transfer ${id} is ordered and not there`)
  return known
}

/** As `hasFunds` judges what is there; the comparison is the database's, on rows that nobody else can change now. */
async function judge(tx: Transaction, order: CreditTransfer, parties: Parties): Promise<TransferOutcome> {
  const { amount, currency } = order.money
  const { rows } = await tx.execute<Judged>(sql`
    select ${sql.raw(STATUS_NOW)}, a.cash_account_type, a.currency,
           coalesce(b.amount - case when b.credit_limit_included is false then coalesce(a.credit_limit, 0) else 0 end
                    >= ${amount}::numeric, false) as enough
    from ledger_accounts a
    left join ledger_balances b
      on b.account_id = a.id and b.balance_type = 'interimAvailable' and b.currency = ${currency}
    where a.id = ${order.accountId} for share of a`)
  const [account] = rows
  if (account?.status !== 'enabled' || account.cash_account_type !== 'CACC') return 'account'
  if (account.currency !== currency) return 'account'
  if (parties.payeeIsHere && !(await isOpen(tx, parties.payee))) return 'payee'
  return account.enough ? 'settled' : 'funds'
}

/** Asked in the same transaction: an account that was closed a moment ago takes no money. */
async function isOpen(tx: Transaction, party: Party | null): Promise<boolean> {
  if (!party) return false
  const { rows } = await tx.execute<Pick<AccountRow, 'status'>>(sql`
    select ${sql.raw(STATUS_NOW)} from ledger_accounts a where a.id = ${party.row.id} for share of a`)
  return rows[0]?.status === 'enabled'
}

async function book(tx: Transaction, order: CreditTransfer, { payer, payee }: Booked): Promise<void> {
  const { creditor, endToEndId, remittance, instant, money } = order
  const told = { ...(endToEndId !== null && { endToEndId }), remittance: remittance ?? '' }
  const code = instant ? 'IRCT' : 'ICDT'
  const paid = { creditorName: creditor.name, creditorIban: creditor.iban, ...told }
  await enter(tx, { party: payer, amount: sql`-${money.amount}::numeric`, code, detail: paid, order })
  if (!payee) return
  const received = { debtorName: payer.ownerName, ...(payer.iban && { debtorIban: payer.iban }), ...told }
  const receivedCode = instant ? 'RRCT' : 'RCDT'
  const amount = sql`${money.amount}::numeric`
  await enter(tx, { party: payee, amount, code: receivedCode, detail: received, order })
}

/** One entry, and every balance that a booked entry moves. What was there when the day began, and bills of cards, stay. */
async function enter(tx: Transaction, { party, amount, code, detail, order }: Entry): Promise<void> {
  const at = await now(tx)
  const day = bankDay(at, brand.timeZone)
  const accountId = party.row.id
  await tx.insert(ledgerTransactions).values({
    accountId,
    id: randomId(),
    bookedOn: day,
    valueOn: day,
    amount,
    currency: order.money.currency,
    bankTransactionCode: `PMNT-${code}-ESCT`,
    sealedDetail: party.key.seal(ACCOUNT_FIELDS.booking, detail),
  })
  await tx.execute(sql`update ledger_balances set amount = amount + ${amount}, changed_at = ${at.toISOString()}::timestamptz
    where account_id = ${accountId} and currency = ${order.money.currency}
      and balance_type in ('closingBooked', 'interimBooked', 'interimAvailable', 'expected', 'forwardAvailable')`)
}

/** Both accounts with their keys, which lie in another database: all is there before anything is locked. */
async function findParties({ accountId, creditor, money }: CreditTransfer): Promise<Parties> {
  const index = (await indexKey()).index(IBAN_INDEX, creditor.iban)
  const { rows } = await database().execute<Found>(sql`
    select a.id, a.key_id, a.sealed_iban, a.sealed_owner_name, a.currency, a.script,
           coalesce(a.iban_index = ${index}, false) as of_payee
    from ledger_accounts a where a.id = ${accountId} or a.iban_index = ${index}`)
  const here = rows.filter((row) => row.of_payee)
  const payee = here.find((row) => row.id !== accountId && row.currency === money.currency)
  const [payer, receiver] = await Promise.all([rows.find(({ id }) => id === accountId), payee].map(toParty))
  return { payer: payer ?? null, payee: receiver ?? null, payeeIsHere: here.length > 0 }
}

async function toParty(row: Found | undefined): Promise<Party | null> {
  if (!row) return null
  const [key] = await vaultKeysById([row.key_id])
  if (!key) throw new Error(`The vault has no key for account ${row.id}`)
  const iban = row.sealed_iban && key.open<string>(ACCOUNT_FIELDS.iban, row.sealed_iban)
  return { row, key, iban, ownerName: key.open<string>(ACCOUNT_FIELDS.ownerName, row.sealed_owner_name) }
}

type Found = Pick<
  AccountRow,
  'id' | 'key_id' | 'sealed_iban' | 'sealed_owner_name' | 'currency' | 'script'
> & { of_payee: boolean }
type Judged = Pick<AccountRow, 'status' | 'cash_account_type' | 'currency'> & { enough: boolean }
type Party = { row: Found; key: VaultKey; iban: string | null; ownerName: string }
/** `payeeIsHere`: somebody holds that IBAN at this bank; `payee` is then their account in the currency, if there is one. */
type Parties = { payer: Party | null; payee: Party | null; payeeIsHere: boolean }
type Booked = { payer: Party; payee: Party | null }
type Entry = { party: Party; amount: SQL; code: string; detail: BookingDetail; order: CreditTransfer }
