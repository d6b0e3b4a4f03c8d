import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { approve, givenPayer, givenPayment, PAYER_TPP, SHOP } from '@/e2e/fixtures/given-payment'
import { givenColleague } from '@/e2e/fixtures/given-staff'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { now } from '@/lib/clock'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { findPaymentEvents } from '@/lib/payments/find-payment-events'
import { paymentReference } from '@/lib/payments/payment'
import { findPaymentByReference } from './find-payment'
import { findOpenedPayment, openPayment } from './open-payment'

afterEach(() => moveClock('0'))

const REASON = 'He called and did not know this payment.'
const payer = await givenPayer()
const { psuId } = payer

async function approved(): Promise<string> {
  const [account] = await accountsOfCustomer(psuId)
  if (!account || !('iban' in account)) throw new Error('no account')
  const asked = await givenPayment({ money: { amount: '1.00', currency: 'EUR' } })
  await approve(asked, { ...payer, account })
  return asked.paymentId
}

test('without a look of their own, and after fifteen minutes, nobody sees whose it is or what it is for', async () => {
  const paymentId = await approved()
  const [staffId, other] = [await givenColleague('operate'), await givenColleague('operate')]
  const opened = async (by: string) => findOpenedPayment({ paymentId, staffId: by, now: await now() })
  expect(await opened(staffId)).toBeNull()
  await openPayment({ paymentId, staffId, reason: REASON, requestId: null, now: await now() })
  expect(await opened(other)).toBeNull()
  expect(await opened(staffId)).toMatchObject({ payment: { order: { creditor: { name: SHOP.name } } } })
  await moveClock('15 minutes 10 seconds')
  expect(await opened(staffId)).toBeNull()
})

test('what is not there, and what nobody has answered, cannot be opened', async () => {
  const look = { staffId: await givenColleague('operate'), reason: REASON, requestId: null }
  for (const paymentId of [randomUUID(), (await givenPayment()).paymentId])
    await expect(openPayment({ paymentId, ...look, now: await now() })).rejects.toMatchObject({
      code: 'resource_unknown',
    })
})

test('the reference finds it without a name, an amount or a whole pseudonym, however it is typed', async () => {
  const paymentId = await approved()
  const reference = paymentReference(paymentId)
  for (const typed of [
    reference,
    reference.toLowerCase(),
    ` ${reference.replaceAll('-', ' ')} `,
    paymentId,
  ]) {
    const found = await findPaymentByReference(typed, await now())
    expect(found).toMatchObject([{ id: paymentId, reference, tppId: PAYER_TPP }])
    expect(JSON.stringify(found)).not.toMatch(new RegExp(`${SHOP.name}|${SHOP.iban}|1\\.00|${psuId}`))
  }
  for (const nothing of ['', 'PMT-OOOO-IIII', reference.replace('PMT', 'CNS'), '%', "' or true --"])
    expect(await findPaymentByReference(nothing, await now())).toEqual([])
})

test('the customer reads in its history that staff looked, and why', async () => {
  const paymentId = await approved()
  const staffId = await givenColleague('operate')
  await openPayment({ paymentId, staffId, reason: REASON, requestId: null, now: await now() })
  const [latest] = await findPaymentEvents({ paymentId, psuId })
  expect(latest).toMatchObject({ type: 'payment.looked-at', reason: REASON })
})
