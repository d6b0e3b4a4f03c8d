import { beforeAll, expect, test } from 'vitest'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { approve, givenPayer, givenPayment } from '@/e2e/fixtures/given-payment'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { executePayment } from './execute-payment'
import { findPaymentEvents } from './find-payment-events'

let psuId: string
let paymentId: string

beforeAll(async () => {
  const payer = await givenPayer()
  psuId = payer.psuId
  const [account] = await accountsOfCustomer(psuId)
  if (!account || !('iban' in account)) throw new Error('no account')
  const asked = await givenPayment()
  paymentId = asked.paymentId
  await approve(asked, { ...payer, account })
  await executePayment(paymentId)
})

test("of another customer's payment, as of none, nothing has happened", async () => {
  const stranger = await givenPsu('Bert')
  expect(await findPaymentEvents({ paymentId, psuId: stranger })).toEqual([])
  expect(await findPaymentEvents({ paymentId: psuId, psuId })).toEqual([])
})

test('a customer reads all that happened to theirs, from before anybody knew whose it would be', async () => {
  const events = await findPaymentEvents({ paymentId, psuId })
  expect(events.map(({ type }) => type)).toEqual(['payment.settled', 'payment.approved', 'payment.received'])
})
