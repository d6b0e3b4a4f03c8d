import { expect, test } from 'vitest'
import { givenBooking, givenPsu } from '@/e2e/fixtures/given-consent'
import { givenCard, givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { givenReader } from '@/e2e/fixtures/given-reader'
import { addDays, bankDay } from '@/lib/bank-day'
import { env } from '@/lib/env'

const psuId = await givenPsu()
const { of } = await givenReader('PSDNL-DNB-CARDS', psuId)
const today = bankDay(new Date(), env.BANK_TIME_ZONE)
const [booked, pending] = [givenBooking(addDays(today, -1), '-12.30'), givenBooking(null, '-7.00')]
const bookings = [booked, pending, givenBooking(addDays(today, -2), '40.00')]
const PAN = '5254120000009911'
const card = await givenCard({ psuId, pan: PAN, details: 'Gold, since 2020', bookings })
const account = await givenPaymentAccount({ psuId })
const both = [{ accountId: card }, { accountId: account }]

test('card accounts and payment accounts are two lists, under one consent', async () => {
  const { read } = await of(both)
  const ids = (list: { resourceId: string }[]) => list.map(({ resourceId }) => resourceId)
  expect(ids((await read('/v1/accounts')).json.accounts)).toEqual([account])
  expect(ids((await read('/v1/card-accounts')).json.cardAccounts)).toEqual([card])
})

test('neither answers on the paths of the other, exactly as for an id that does not exist', async () => {
  const { read } = await of(both)
  const period = `?bookingStatus=booked&dateFrom=${today}`
  for (const below of ['', '/balances', `/transactions${period}`])
    for (const path of [`/v1/accounts/${card}${below}`, `/v1/card-accounts/${account}${below}`]) {
      const { status, code, text } = await read(path)
      expect([status, code]).toEqual([404, 'RESOURCE_UNKNOWN'])
      expect(text).not.toContain('525412')
    }
})

test('the list shows the masked number, limit and links, and the whole number is nowhere', async () => {
  const { read } = await of(both)
  const { text, json } = await read('/v1/card-accounts?withBalance=true')
  expect(text).not.toContain(PAN)
  const links = `${env.MTLS_ORIGIN}/xs2a/v1/card-accounts/${card}`
  expect(json.cardAccounts[0]).toMatchObject({
    maskedPan: '525412******9911',
    currency: 'DKK',
    details: 'Gold, since 2020',
    debitAccounting: true,
    creditLimit: { amount: '1000.00', currency: 'DKK' },
    _links: { balances: { href: `${links}/balances` }, transactions: { href: `${links}/transactions` } },
  })
  expect(json.cardAccounts[0]).not.toHaveProperty('ownerName')
  expect((await read(`/v1/card-accounts/${card}`)).json.cardAccount.resourceId).toBe(card)
})

test('with debitAccounting what was spent is positive; what may be spent stays what it is', async () => {
  const { read } = await of(both)
  const { json } = await read(`/v1/card-accounts/${card}/balances`)
  expect(json).toMatchObject({ cardAccount: { maskedPan: '525412******9911' }, debitAccounting: true })
  const shown = json.balances.map((one: Record<string, unknown>) => [
    one.balanceType,
    one.creditLimitIncluded,
    one.balanceAmount,
  ])
  expect(shown).toEqual([
    ['closingBooked', false, { amount: '250.00', currency: 'DKK' }],
    ['interimAvailable', true, { amount: '730.00', currency: 'DKK' }],
    ['nonInvoiced', false, { amount: '20.00', currency: 'DKK' }],
  ])
})

test('without debitAccounting what was spent is negative', async () => {
  const plain = await givenCard({ psuId, debitAccounting: false, bookings: [givenBooking(today, '-5.00')] })
  const { read } = await of([{ accountId: plain }])
  const { json } = await read(
    `/v1/card-accounts/${plain}/transactions?bookingStatus=booked&dateFrom=${today}`,
  )
  expect(json.debitAccounting).toBe(false)
  expect(json.cardTransactions.booked[0].transactionAmount.amount).toBe('-5.00')
})

test('the transactions of a card, booked and pending apart', async () => {
  const { read } = await of(both)
  const path = `/v1/card-accounts/${card}/transactions`
  const { json } = await read(`${path}?bookingStatus=both&dateFrom=${addDays(today, -3)}&withBalance=true`)
  const amounts = (list: { transactionAmount: { amount: string } }[]) =>
    list.map(({ transactionAmount }) => transactionAmount.amount)
  expect(amounts(json.cardTransactions.booked)).toEqual(['12.30', '-40.00'])
  expect(amounts(json.cardTransactions.pending)).toEqual(['7.00'])
  expect(json.cardTransactions.booked[0]).toMatchObject({
    cardTransactionId: booked.id.replaceAll('-', ''),
    bookingDate: addDays(today, -1),
  })
  expect(json.cardTransactions.pending[0]).not.toHaveProperty('bookingDate')
  expect(json.balances).toHaveLength(3)
  const delta = await read(
    `${path}?bookingStatus=booked&entryReferenceFrom=${pending.id.replaceAll('-', '')}`,
  )
  expect(amounts(delta.json.cardTransactions.booked)).toEqual(['-40.00'])
})

test('a card has no standing orders, no statement and no details of an entry', async () => {
  const { read } = await of(both)
  const path = `/v1/card-accounts/${card}/transactions`
  const orders = await read(`${path}?bookingStatus=information`)
  expect([orders.code, orders.json.tppMessages.length]).toEqual(['PARAMETER_NOT_SUPPORTED', 1])
  const xml = await read(`${path}?bookingStatus=booked&dateFrom=${today}`, { accept: 'application/xml' })
  expect([xml.status, xml.code]).toEqual([406, 'REQUESTED_FORMATS_INVALID'])
  expect((await read(`${path}/${booked.id}`)).status).toBe(404)
  expect((await read(`/v1/accounts/${card}/transactions/${booked.id}`)).status).toBe(404)
})

test('a right that was not given is refused on the paths of cards as well', async () => {
  const { read } = await of([{ accountId: card, balances: false, transactions: false }])
  for (const path of [
    `/v1/card-accounts/${card}/balances`,
    `/v1/card-accounts/${card}?withBalance=true`,
    '/v1/card-accounts?withBalance=true',
    `/v1/card-accounts/${card}/transactions?bookingStatus=booked&dateFrom=${today}`,
  ]) {
    const { status, code } = await read(path)
    expect([status, code]).toEqual([401, 'CONSENT_INVALID'])
  }
})
