import { expect, test } from 'vitest'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { givenCard, givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { givenReader } from '@/e2e/fixtures/given-reader'

const psuId = await givenPsu()
const { of } = await givenReader('PSDNL-DNB-FIELDS', psuId)

test("the owner's name stands only where the consent gives it, account by account", async () => {
  const [named, unnamed] = [await givenPaymentAccount({ psuId }), await givenPaymentAccount({ psuId })]
  const [card, plainCard] = [await givenCard({ psuId }), await givenCard({ psuId })]
  const { read } = await of([
    { accountId: named, ownerName: true },
    { accountId: unnamed },
    { accountId: card, ownerName: true },
    { accountId: plainCard },
  ])
  const names = (list: { resourceId: string; ownerName?: string }[]) =>
    new Map(list.map(({ resourceId, ownerName }) => [resourceId, ownerName]))
  expect(names((await read('/v1/accounts')).json.accounts)).toEqual(
    new Map([
      [named, 'Anna Andersen'],
      [unnamed, undefined],
    ]),
  )
  expect(names((await read('/v1/card-accounts')).json.cardAccounts)).toEqual(
    new Map([
      [card, 'Anna Andersen'],
      [plainCard, undefined],
    ]),
  )
  expect((await read(`/v1/accounts/${unnamed}`)).json.account).not.toHaveProperty('ownerName')
})

test('each currency under an IBAN is an account of its own, with its own balances', async () => {
  const iban = 'DK5000400440116243'
  const kroner = await givenPaymentAccount({ psuId, iban, currency: 'DKK' })
  const yen = await givenPaymentAccount({
    psuId,
    iban,
    currency: 'JPY',
    balances: [{ type: 'closingBooked', money: { amount: '1200', currency: 'JPY' }, changedAt: new Date() }],
  })
  const { read } = await of([{ accountId: kroner }, { accountId: yen }])
  const { json } = await read('/v1/accounts')
  expect(
    json.accounts.map((one: { iban: string; currency: string }) => [one.iban, one.currency]).sort(),
  ).toEqual([
    [iban, 'DKK'],
    [iban, 'JPY'],
  ])
  const balances = await read(`/v1/accounts/${yen}/balances`)
  expect(balances.json).toMatchObject({
    account: { iban, currency: 'JPY' },
    balances: [{ balanceAmount: { amount: '1200', currency: 'JPY' } }],
  })
  const one = await of([{ accountId: yen }])
  expect((await one.read('/v1/accounts')).json.accounts).toHaveLength(1)
  expect((await one.read(`/v1/accounts/${kroner}`)).code).not.toBeNull()
})

test('status, usage and details are as the bank keeps them; a closed account stays known', async () => {
  const closed = await givenPaymentAccount({
    psuId,
    status: 'deleted',
    usage: 'ORGA',
    details: 'Closed in May',
  })
  const { read } = await of([{ accountId: closed }])
  expect((await read(`/v1/accounts/${closed}`)).json.account).toMatchObject({
    status: 'deleted',
    usage: 'ORGA',
    details: 'Closed in May',
  })
})
