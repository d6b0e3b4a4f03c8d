import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { ledgerAccounts, ledgerBalances } from '@/db/schema/ledger'
import { ledgerTransfers } from '@/db/schema/ledger-transfers'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { booksOf, givenEuro, SHOP } from '@/e2e/fixtures/given-payment'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { bookingsOf, checkPayee, transfer } from './ledger'
import type { CreditTransfer } from './payment-order'

const psuId = await givenPsu()
const euro = (amount: string) => ({ amount, currency: 'EUR' })

const order = (accountId: string, change: Partial<CreditTransfer> = {}): CreditTransfer => ({
  id: randomUUID(),
  accountId,
  money: euro('249.00'),
  creditor: SHOP,
  endToEndId: 'order-17',
  remittance: 'A bicycle',
  instant: false,
  ...change,
})
const listOf = async (accountId: string) => {
  const all = { from: '0001-01-01', to: '9999-12-31', since: null, upTo: null, at: null, limit: 100 }
  return (await bookingsOf({ accountId, booked: true, pending: true, ...all })).bookings
}

test.each([
  ['more than is there', {}, { money: euro('500.01') }, 'funds'],
  ['another currency', {}, { money: { amount: '1.00', currency: 'DKK' } }, 'account'],
  ['a blocked account', { status: 'blocked' }, {}, 'account'],
  ['a closed account', { status: 'deleted' }, {}, 'account'],
  ['savings', { cashAccountType: 'SVGS' }, {}, 'account'],
] as const)('%s: nothing is moved', async (_what, account, change, outcome) => {
  const accountId = await givenEuro({ psuId, ...account })
  expect(await transfer(order(accountId, change))).toBe(outcome)
  expect(await booksOf(accountId)).toEqual({ available: '500.00', entries: 0 })
})

test('an account that nobody has, and one of this bank that cannot be paid into: nothing is moved', async () => {
  expect(await transfer(order(randomUUID()))).toBe('account')
  const accountId = await givenEuro({ psuId })
  const closed = { iban: 'DK7198760000000042', status: 'deleted' } as const
  await givenEuro({ psuId, ...closed })
  const kroner = { iban: 'DK7198760000000043', currency: 'DKK' } as const
  await givenPaymentAccount({ psuId, ...kroner })
  const own = { iban: 'DK7198760000000044' }
  const ownId = await givenEuro({ psuId, ...own })
  for (const { iban } of [closed, kroner])
    expect(await transfer(order(accountId, { creditor: { name: 'X', iban } }))).toBe('payee')
  expect(await transfer(order(ownId, { creditor: { name: 'X', ...own } }))).toBe('payee')
  expect(await booksOf(accountId)).toEqual({ available: '500.00', entries: 0 })
  expect(await booksOf(ownId)).toEqual({ available: '500.00', entries: 0 })
})

test('a ledger that cannot be reached moves nothing, and answers once it can', async () => {
  const accountId = await givenEuro({ psuId, script: 'down' })
  const down = order(accountId)
  await expect(transfer(down)).rejects.toMatchObject({ code: 'ledger_unavailable' })
  await database().update(ledgerAccounts).set({ script: null }).where(eq(ledgerAccounts.id, accountId))
  expect(await transfer(down)).toBe('settled')
})

test('exactly what is there can be paid, to the cent, and the same order moves it once', async () => {
  const accountId = await givenEuro({ psuId })
  const all = order(accountId, { money: euro('500.00') })
  expect([await transfer(all), await transfer(all)]).toEqual(['settled', 'settled'])
  expect(await booksOf(accountId)).toEqual({ available: '0.00', entries: 1 })
})

test('what was refused stays refused, whatever comes in afterwards', async () => {
  const accountId = await givenEuro({ psuId, amount: '1.00' })
  const poor = order(accountId)
  expect(await transfer(poor)).toBe('funds')
  await database()
    .update(ledgerBalances)
    .set({ amount: '999' })
    .where(eq(ledgerBalances.accountId, accountId))
  expect(await transfer(poor)).toBe('funds')
  expect(
    await database().select().from(ledgerTransfers).where(eq(ledgerTransfers.id, poor.id)),
  ).toMatchObject([{ accountId, outcome: 'funds' }])
})

test.each([
  [false, 'PMNT-ICDT-ESCT', 'PMNT-RCDT-ESCT'],
  [true, 'PMNT-IRCT-ESCT', 'PMNT-RRCT-ESCT'],
])(
  'between two accounts of the bank, instant %s: an entry on each, of today, and all balances',
  async (instant, out, into) => {
    const [from, iban] = [await givenEuro({ psuId }), `DK${instant ? 31 : 32}98760000000051`]
    const changedAt = await now()
    const balances = (
      ['openingBooked', 'closingBooked', 'interimBooked', 'interimAvailable', 'expected'] as const
    ).map((type) => ({ type, money: euro('10.00'), changedAt }))
    const to = await givenEuro({ psuId: await givenPsu('Shop'), iban, ownerName: 'Cykelbutik ApS', balances })
    expect(await transfer(order(from, { creditor: { name: 'Cykelbutik', iban }, instant }))).toBe('settled')
    const today = bankDay(changedAt, brand.timeZone)
    const told = { endToEndId: 'order-17', remittance: 'A bicycle' }
    expect(await listOf(from)).toMatchObject([
      {
        bookedOn: today,
        valueOn: today,
        money: euro('-249.00'),
        bankTransactionCode: out,
        detail: { creditorName: 'Cykelbutik', creditorIban: iban, ...told },
      },
    ])
    expect(await listOf(to)).toMatchObject([
      { money: euro('249.00'), bankTransactionCode: into, detail: { debtorName: 'Anna Andersen', ...told } },
    ])
    expect(await booksOf(from)).toEqual({ available: '251.00', entries: 1 })
    const rows = await database().select().from(ledgerBalances).where(eq(ledgerBalances.accountId, to))
    const moved = Object.fromEntries(rows.map(({ balanceType, amount }) => [balanceType, Number(amount)]))
    expect(moved).toEqual({
      openingBooked: 10,
      closingBooked: 259,
      interimBooked: 259,
      interimAvailable: 259,
      expected: 259,
    })
  },
)

test('two that pay each other at the same time never wait for each other, and no money comes or goes', async () => {
  const ibans = ['DK7198760000000061', 'DK7198760000000062'] as const
  const [one, two] = [await givenEuro({ psuId, iban: ibans[0] }), await givenEuro({ psuId, iban: ibans[1] })]
  const money = euro('3.00')
  const work = Array.from({ length: 30 }, (_, index) =>
    index % 2
      ? transfer(order(one, { money, creditor: { name: 'Two', iban: ibans[1] } }))
      : transfer(order(two, { money, creditor: { name: 'One', iban: ibans[0] } })),
  )
  expect(new Set(await Promise.all(work))).toEqual(new Set(['settled']))
  expect(await booksOf(one)).toEqual({ available: '500.00', entries: 30 })
  expect(await booksOf(two)).toEqual({ available: '500.00', entries: 30 })
})

test("a payee's name is compared with the holder's; of other banks' accounts nothing is known, nor while the books are down", async () => {
  const iban = 'DK7198760000000071'
  await givenEuro({ psuId, iban, ownerName: 'Cykelbutik ApS' })
  const down = 'DK7198760000000072'
  await givenEuro({ psuId, iban: down, script: 'down' })
  const none = { result: 'unavailable', name: null }
  expect(await checkPayee({ name: 'Cykelbutik ApS', iban: SHOP.iban })).toEqual(none)
  expect(await checkPayee({ name: 'Anna Andersen', iban: down })).toEqual(none)
  expect(await checkPayee({ name: 'Bo Henriksen', iban })).toEqual({ result: 'no-match', name: null })
  expect(await checkPayee({ name: 'Cykelbutk', iban })).toEqual({
    result: 'close-match',
    name: 'Cykelbutik ApS',
  })
  expect(await checkPayee({ name: 'CYKELBUTIK', iban })).toEqual({ result: 'match', name: null })
})

test('what was carried out is answered again though the payee can no longer be reached; a payee closed meanwhile gets nothing', async () => {
  const [accountId, iban] = [await givenEuro({ psuId }), 'DK7198760000000081']
  const payeeId = await givenEuro({ psuId, iban })
  const paid = order(accountId, { creditor: { name: 'X', iban } })
  expect(await transfer(paid)).toBe('settled')
  const becomes = (change: Partial<typeof ledgerAccounts.$inferInsert>) =>
    database().update(ledgerAccounts).set(change).where(eq(ledgerAccounts.id, payeeId))
  await becomes({ script: 'down' })
  expect(await transfer(paid)).toBe('settled')
  await becomes({ script: null, status: 'deleted' })
  expect(await transfer(order(accountId, { creditor: { name: 'X', iban } }))).toBe('payee')
  expect(await booksOf(accountId)).toEqual({ available: '251.00', entries: 1 })
})
