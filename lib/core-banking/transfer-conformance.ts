import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Ledger } from './ledger-port'
import type { CreditTransfer } from './payment-order'

/** The part of `ledgerConforms` that moves money: a cent, twice, in the test system. */
export function transfersConform(ledger: Ledger, given: TransferFixtures): void {
  const { payer, payee, unreachable } = given.transfers
  const cent: Omit<CreditTransfer, 'id'> = {
    accountId: payer,
    money: { amount: '0.01', currency: 'EUR' },
    creditor: { name: payee.holder, iban: payee.iban },
    endToEndId: null,
    remittance: 'Conformance',
    instant: false,
  }
  const pages = { from: '0001-01-01', to: '9999-12-31', since: null, upTo: null, at: null, limit: 1_000 }
  const markOf = async (accountId: string) =>
    (await ledger.bookingsOf({ ...pages, accountId, booked: true, pending: true })).mark
  const after = async (accountId: string, since: string | null) =>
    (await ledger.bookingsOf({ ...pages, accountId, booked: true, pending: true, since })).bookings

  test('a transfer that cannot be carried out says why, and nothing is booked', async () => {
    const mark = await markOf(payer)
    const much = { ...cent, money: { amount: '99999999999999.00', currency: 'EUR' } }
    expect(await ledger.transfer({ ...cent, id: randomUUID(), accountId: randomUUID() })).toBe('account')
    expect(await ledger.transfer({ ...much, id: randomUUID() })).toBe('funds')
    const down = { ...cent, id: randomUUID(), accountId: unreachable }
    await expect(ledger.transfer(down)).rejects.toMatchObject({ code: 'ledger_unavailable' })
    expect(await markOf(payer)).toEqual(mark)
  })

  test('the same transfer, at once and again, is carried out once and answered the same each time', async () => {
    const [mark, theirs] = [await markOf(payer), await markOf(payee.account)]
    const order = { ...cent, id: randomUUID() }
    const answers = await Promise.all(Array.from({ length: 5 }, () => ledger.transfer(order)))
    expect(new Set([...answers, await ledger.transfer(order)])).toEqual(new Set(['settled']))
    expect((await after(payer, mark)).map(({ money }) => money.amount)).toEqual(['-0.01'])
    expect((await after(payee.account, theirs)).map(({ money }) => money.amount)).toEqual(['0.01'])
    expect(await ledger.transfer({ ...cent, id: randomUUID(), instant: true })).toBe('settled')
    expect(await after(payer, mark)).toHaveLength(2)
  })

  test("a payee's name: the holder's, nobody's, and of an account that nobody here knows nothing", async () => {
    const { iban, holder } = payee
    expect(await ledger.checkPayee({ name: holder.toUpperCase(), iban })).toEqual({
      result: 'match',
      name: null,
    })
    expect(await ledger.checkPayee({ name: 'Qqqq Xxxx', iban })).toEqual({ result: 'no-match', name: null })
    const unknown = await ledger.checkPayee({ name: holder, iban: 'DK0000000000000000' })
    expect(unknown).toEqual({ result: 'unavailable', name: null })
  })
}

/** Two accounts in euro: `payer` with at least two cents on it, `payee` with its holder's name; and one that cannot be reached. */
export type TransferFixtures = {
  transfers: {
    payer: string
    payee: { account: string; iban: string; holder: string }
    unreachable: string
  }
}
