import { beforeAll, expect, test } from 'vitest'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import {
  approve,
  givenEuro,
  givenPayer,
  givenPayment,
  OTHER_TPP,
  PAYER_TPP,
  SHOP,
} from '@/e2e/fixtures/given-payment'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { executePayment } from '@/lib/payments/execute-payment'
import type { ActivityFilter } from './activity-entry'
import { findActivity } from './find-activity'

const NOTHING: ActivityFilter = { tppId: null, accountId: null, kind: null, day: null }
let psuId: string
let accountId: string
let paymentId: string

beforeAll(async () => {
  const payer = await givenPayer()
  psuId = payer.psuId
  accountId = payer.accountId
  const [account] = await accountsOfCustomer(psuId)
  if (!account || !('iban' in account)) throw new Error('no account')
  const asked = await givenPayment()
  paymentId = asked.paymentId
  await approve(asked, { ...payer, account })
  await executePayment(paymentId)
})

const entries = async (filter: Partial<ActivityFilter>, who = psuId) =>
  (
    await findActivity({
      psuId: who,
      outlines: [],
      filter: { ...NOTHING, ...filter },
      before: null,
      limit: 40,
      timeZone: brand.timeZone,
      now: await now(),
    })
  ).entries
const typesOf = async (filter: Partial<ActivityFilter>, who = psuId) =>
  (await entries(filter, who)).map(({ type }) => type)
const PAID = ['payment.settled', 'payment.approved']

test("nothing of another customer's payments, by whatever filter", async () => {
  const stranger = await givenPsu('Bert')
  for (const filter of [{}, { kind: 'payments' }, { tppId: PAYER_TPP }, { accountId }] as const)
    expect(await typesOf(filter, stranger)).toEqual([])
})

test('the payments of another account or through another third party are left out by a filter', async () => {
  expect(await typesOf({ accountId: await givenEuro({ psuId }) })).toEqual([])
  expect(await typesOf({ tppId: OTHER_TPP })).toEqual([])
  expect(await typesOf({ kind: 'security' })).toEqual([])
})

test('a payment stands in what happened with how much, to whom and through whom, by each filter that fits', async () => {
  for (const filter of [{}, { kind: 'payments' }, { tppId: PAYER_TPP }, { accountId }] as const)
    expect(await typesOf(filter)).toEqual(PAID)
  const [settled] = await entries({})
  expect(settled).toMatchObject({
    app: 'PayLane',
    payment: { id: paymentId, payee: SHOP.name, money: { amount: '249.00', currency: 'EUR' } },
  })
})
