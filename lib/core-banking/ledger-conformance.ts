import { expect, test } from 'vitest'
import { type HeldAccount, numberOf } from './account'
import type { BookingsAsked, Ledger, Position } from './ledger-port'
import { type MandateFixtures, mandatesConform } from './mandate-conformance'
import { type TransferFixtures, transfersConform } from './transfer-conformance'

/** No customer, account or entry of any bank. */
const NOBODY = '00000000-0000-4000-8000-000000000000'

/**
 * Registers the tests that every ledger behind the port has to pass, on accounts that the bank names: a real ledger
 * needs a test system with such accounts; nothing is written to it but transfers of a cent. Called at the top of a test file.
 */
export function ledgerConforms(ledger: Ledger, given: LedgerFixtures): void {
  const wide = (change: Partial<BookingsAsked> = {}): BookingsAsked => ({
    accountId: given.busy,
    booked: true,
    pending: true,
    from: '0001-01-01',
    to: '9999-12-31',
    since: null,
    upTo: null,
    at: null,
    limit: 1_000,
    ...change,
  })

  test('what does not exist is left out, never invented and never a fault', async () => {
    expect(await ledger.accountsOfCustomer(NOBODY)).toEqual([])
    expect(await ledger.accountsByIban(['DK0000000000000000'], given.holder)).toEqual([])
    expect(await ledger.cardsByPan([{ pan: '0000000000000000' }], given.holder)).toEqual([[]])
    expect(await ledger.accountsById([NOBODY])).toEqual([])
    expect(await ledger.accountsWithBalances({ ids: [NOBODY], balancesOf: [NOBODY], ownersOf: [] })).toEqual(
      [],
    )
    const page = await ledger.bookingsOf(wide({ accountId: NOBODY }))
    expect(page).toEqual({ bookings: [], next: null, previous: null, mark: null })
    expect(await ledger.bookingById(given.busy, NOBODY)).toBeNull()
    expect(await ledger.standingOrdersOf(NOBODY)).toEqual([])
    expect(await ledger.mailAddressOf(NOBODY)).toBeNull()
    expect(await ledger.holdersOf([NOBODY])).toEqual([])
    expect(await ledger.heldTogether(NOBODY)).toEqual([])
    expect(await ledger.standingsOf({ psuIds: [NOBODY], ofAgeFrom: 18 })).toEqual([])
    for (const asked of [{ agentId: NOBODY }, { accountIds: [NOBODY] }, { customerId: NOBODY }])
      expect(await ledger.mandates(asked)).toEqual([])
  })

  mandatesConform(ledger, given)
  transfersConform(ledger, given)

  test("another's account is not held, by IBAN and by whole card number; a masked number finds one's own only", async () => {
    const [account] = await ledger.accountsByIban([given.iban], given.stranger)
    expect(account?.ineligible).toBe('not-held')
    const [byPan, byMask] = await ledger.cardsByPan(
      [{ pan: given.pan }, { maskedPan: given.maskedPan }],
      given.stranger,
    )
    expect(byPan?.map(({ ineligible }) => ineligible)).toEqual(['not-held'])
    expect(byMask).toEqual([])
    const own = await ledger.cardsByPan([{ maskedPan: given.maskedPan }, { pan: given.pan }], given.holder)
    expect(own.map((cards) => cards.map(({ id }) => id))).toEqual([[given.card], [given.card]])
  })

  test('an account whose mandate wants two people waits for the other, and the same person never counts twice', async () => {
    const { account, holders } = given.together
    const [one = '', other = ''] = holders
    const missing = (people: string[]) => ledger.approversOf({ accountIds: [account], given: people })
    expect((await ledger.holdersOf([account])).sort()).toEqual([...holders].sort())
    expect(await missing([one])).toEqual([other])
    expect(await missing([one, one])).toEqual([other])
    expect(await missing([one, given.stranger])).toEqual([other])
    expect(await missing([one, other])).toEqual([])
    expect(await ledger.approversOf({ accountIds: [given.busy], given: [given.holder] })).toEqual([])
    const held = await ledger.accountsOfCustomer(one)
    expect(held.find(({ id }) => id === account)).toMatchObject({ together: true, ineligible: null })
  })

  test('no answer holds a whole card number, and no owner is named who was not asked for', async () => {
    const held = await ledger.accountsOfCustomer(given.holder)
    const ids = held.map(({ id }) => id)
    const found = await ledger.accountsWithBalances({ ids, balancesOf: ids, ownersOf: [] })
    const told = JSON.stringify([held, found, await ledger.accountsById(ids)])
    expect(told).not.toContain(given.pan)
    expect(found.map(({ account }) => account.ownerName).filter((name) => name !== null)).toEqual([])
    expect(held.map(({ ownerName }) => ownerName).filter((name) => name !== null)).toEqual([])
  })

  test('accounts come in the order asked for; balances and names only with those asked for', async () => {
    const ids = [given.card, given.busy]
    expect((await ledger.accountsById(ids)).map(({ id }) => id)).toEqual(ids)
    const [card, busy] = await ledger.accountsWithBalances({
      ids,
      balancesOf: [given.busy],
      ownersOf: [given.card],
    })
    expect([card?.account.id, card?.balances.length]).toEqual([given.card, 0])
    expect([card?.account.ownerName === null, busy?.account.ownerName]).toEqual([false, null])
    expect(busy?.balances.length).toBeGreaterThan(0)
    for (const { accountId, money } of busy?.balances ?? []) {
      expect(accountId).toBe(given.busy)
      expect(money.amount).toMatch(/^-?\d+(\.\d{1,3})?$/)
      expect(money.currency).toMatch(/^[A-Z]{3}$/)
    }
  })

  test('each currency of an IBAN is an account of its own', async () => {
    const accounts = await ledger.accountsByIban([given.iban], given.holder)
    expect(new Set(accounts.map(({ iban }) => iban))).toEqual(new Set([given.iban]))
    expect(new Set(accounts.map(({ currency }) => currency)).size).toBe(accounts.length)
    expect(accounts.length).toBeGreaterThan(1)
  })

  test('a customer sees the same accounts in the same order each time, each under its number', async () => {
    const numbers = (held: HeldAccount[]) => held.map((account) => [account.id, numberOf(account)])
    const held = await ledger.accountsOfCustomer(given.holder)
    expect(numbers(await ledger.accountsOfCustomer(given.holder))).toEqual(numbers(held))
    expect(held.map(({ id }) => id)).toEqual(expect.arrayContaining([given.busy, given.card]))
  })

  test('entries: pending ones first, then by day, newest first; days are inclusive and bind booked ones only', async () => {
    const { bookings } = await ledger.bookingsOf(wide())
    const days = bookings.map(({ bookedOn }) => bookedOn ?? '9999-99-99')
    expect(days).toEqual([...days].sort().reverse())
    const [first, last] = [days.find((day) => day < '9999'), days.at(-1)]
    const whole = await ledger.bookingsOf(wide({ from: last ?? '', to: first ?? '' }))
    expect(whole.bookings).toEqual(bookings)
    const booked = await ledger.bookingsOf(wide({ pending: false, from: last ?? '', to: last ?? '' }))
    expect(new Set(booked.bookings.map(({ bookedOn }) => bookedOn))).toEqual(new Set([last]))
    const pending = await ledger.bookingsOf(wide({ booked: false }))
    expect(pending.bookings).toEqual(bookings.filter(({ bookedOn }) => bookedOn === null))
    expect(pending.bookings.length).toBeGreaterThan(0)
  })

  test.each([1, 2, 7])('pages of %i give every entry once, forwards and back', async (limit) => {
    const { bookings } = await ledger.bookingsOf(wide())
    const forwards: string[] = []
    let at: BookingsAsked['at'] = null
    let edge: Position | null = null
    do {
      const page = await ledger.bookingsOf(wide({ at, limit }))
      expect(page.previous === null).toBe(at === null)
      forwards.push(...page.bookings.map(({ id }) => id))
      edge = page.previous ?? edge
      at = page.next && { after: page.next }
    } while (at)
    expect(forwards).toEqual(bookings.map(({ id }) => id))
    const backwards: string[] = []
    for (let before = edge; before; ) {
      const page = await ledger.bookingsOf(wide({ at: { before }, limit }))
      expect(page.next).not.toBeNull()
      backwards.unshift(...page.bookings.map(({ id }) => id))
      before = page.previous
    }
    const lastPage = forwards.length - ((forwards.length - 1) % limit) - 1
    expect(backwards).toEqual(forwards.slice(0, lastPage))
  })

  test('marks: nothing lies after the newest, everything up to it, and after an entry only what was entered later', async () => {
    const { bookings, mark } = await ledger.bookingsOf(wide())
    expect(mark).not.toBeNull()
    const booked = bookings.filter(({ bookedOn }) => bookedOn !== null)
    expect((await ledger.bookingsOf(wide({ pending: false, since: mark }))).bookings).toEqual([])
    expect((await ledger.bookingsOf(wide({ upTo: mark }))).bookings).toEqual(bookings)
    for (const { id } of booked.slice(0, 5)) {
      const entry = await ledger.bookingById(given.busy, id)
      const [after, until] = await Promise.all([
        ledger.bookingsOf(wide({ pending: false, since: entry?.mark ?? null })),
        ledger.bookingsOf(wide({ pending: false, upTo: entry?.mark ?? null })),
      ])
      const ids = (list: { id: string }[]) => list.map((one) => one.id)
      expect(ids(until.bookings)).toContain(id)
      expect(ids(after.bookings)).not.toContain(id)
      expect([...ids(after.bookings), ...ids(until.bookings)].sort()).toEqual(ids(booked).sort())
    }
  })

  test('what shares a day stands in the order of the books: nothing below an entry of its day came after it', async () => {
    const { bookings } = await ledger.bookingsOf(wide({ pending: false }))
    const days = bookings.map(({ bookedOn }) => bookedOn)
    const shared = bookings.filter(({ bookedOn }, index) => days.indexOf(bookedOn) !== index)
    expect(shared.length, 'entries of `busy` that share a day').toBeGreaterThan(0)
    for (const entry of shared.slice(0, 5)) {
      const place = days.indexOf(entry.bookedOn)
      const [first] = bookings.slice(place)
      const { mark } = (await ledger.bookingById(given.busy, first?.id ?? '')) ?? { mark: null }
      const after = await ledger.bookingsOf(wide({ pending: false, since: mark }))
      expect(after.bookings.map(({ id }) => id)).not.toContain(entry.id)
    }
  })

  test('one entry is the entry of the list, and of its own account only', async () => {
    const [entry] = (await ledger.bookingsOf(wide({ pending: false }))).bookings
    expect(await ledger.bookingById(given.busy, entry?.id ?? '')).toMatchObject(entry ?? {})
    expect(await ledger.bookingById(given.card, entry?.id ?? '')).toBeNull()
  })

  test('a statement: oldest first, nothing pending, and its balances differ by its entries', async () => {
    const asked = { accountId: given.busy, from: '0001-01-01', to: '9999-12-31' }
    const statement = await ledger.statementOf({ ...asked, limit: 1_000 })
    const entries = statement?.bookings ?? []
    const days = entries.map(({ bookedOn }) => bookedOn ?? '')
    expect(days).toEqual([...days].sort())
    expect(days).not.toContain('')
    const sum = entries.reduce((total, { money }) => total + thousandths(money.amount), 0n)
    expect(thousandths(statement?.closing.amount ?? '') - thousandths(statement?.opening.amount ?? '')).toBe(
      sum,
    )
    expect(await ledger.statementOf({ ...asked, limit: entries.length - 1 })).toBeNull()
    const empty = await ledger.statementOf({ ...asked, from: '0001-01-01', to: '0001-01-02', limit: 1 })
    expect(empty?.opening).toEqual(empty?.closing)
  })

  test('standing orders leave the account, and a card has none', async () => {
    const orders = await ledger.standingOrdersOf(given.busy)
    expect(orders.length).toBeGreaterThan(0)
    for (const { money, startsOn } of orders) {
      expect(money.amount).toMatch(/^-/)
      expect(startsOn).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    }
    expect(await ledger.standingOrdersOf(given.card)).toEqual([])
  })

  test('funds: yes up to exactly what is available, no above it, and no where a yes is not certain', async () => {
    const ids = [given.busy]
    const [found] = await ledger.accountsWithBalances({ ids, balancesOf: ids, ownersOf: [] })
    const { money } = found?.balances.find(({ type }) => type === 'interimAvailable') ?? {}
    const available = thousandths(money?.amount ?? '')
    expect(available > 0n, 'something is available on `busy`').toBe(true)
    const currency = money?.currency ?? ''
    const has = (amount: bigint, change = {}, account = given.busy) =>
      ledger.hasFunds(account, { amount: decimal(amount), currency, ...change })
    expect([await has(1n), await has(available), await has(available + 1n)]).toEqual([true, true, false])
    // Beyond what a JavaScript number holds exactly.
    expect(await has(10n ** 17n - 1n)).toBe(false)
    expect(await has(1n, { currency: currency === 'CHF' ? 'NOK' : 'CHF' })).toBe(false)
    expect(await has(1n, {}, NOBODY)).toBe(false)
  })

  test('a ledger that cannot be reached says so, and gives nothing', async () => {
    const ids = [given.unreachable]
    const unavailable = expect.objectContaining({
      code: 'ledger_unavailable',
      retryAfter: expect.any(Number),
    })
    await expect(ledger.accountsWithBalances({ ids, balancesOf: ids, ownersOf: [] })).rejects.toEqual(
      unavailable,
    )
    await expect(ledger.bookingsOf(wide({ accountId: given.unreachable }))).rejects.toEqual(unavailable)
    const money = { amount: '1.00', currency: 'EUR' }
    await expect(ledger.hasFunds(given.unreachable, money)).rejects.toEqual(unavailable)
  })
}

const thousandths = (amount: string) => {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? []
  return BigInt(`${sign}${whole}${fraction.padEnd(3, '0')}`)
}

const decimal = (amount: bigint) => {
  const digits = String(amount).padStart(4, '0')
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`
}

/**
 * What a test system has to hold. `busy`: a payment account of `holder` with at least ten entries on several days, of which
 * some share a day and some are pending, and a standing order, with something available on it; `iban`: one of the holder's in
 * two currencies; `card`: the holder's, with `pan` and `maskedPan`; `stranger`: a customer who holds none of them;
 * `unreachable`: an account that cannot be read; `together`: one whose mandate wants two of its holders, `stranger` being none
 * of them.
 */
export type LedgerFixtures = {
  holder: string
  stranger: string
  busy: string
  iban: string
  card: string
  pan: string
  maskedPan: string
  unreachable: string
  together: MandateFixtures['together']
  mandates: MandateFixtures['mandates']
  standings: MandateFixtures['standings']
  transfers: TransferFixtures['transfers']
}
