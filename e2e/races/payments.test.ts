import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  approve,
  booksOf,
  givenEuro,
  givenPayer,
  givenPayment,
  paymentRow,
  recordShown,
  trailOf,
} from '@/e2e/fixtures/given-payment'
import { twoInstances } from '@/e2e/fixtures/two-instances'

// INV-04 and PSD2 Art. 66: two processes on one database, and whatever is answered or carried out many times at once.

const ROUNDS = 15
const USES = 8
const { psuId } = await givenPayer()
const { ask } = twoInstances('e2e/races/payments-process.ts')
let opened = 0

async function givenAccount(amount: string) {
  opened += 1
  const iban = `DK71987600000002${String(opened).padStart(2, '0')}`
  const accountId = await givenEuro({ psuId, amount, iban })
  return { psuId, accountId, account: { iban, name: 'Salary', currency: 'EUR' } }
}

test('one request is approved once, whatever arrives at two instances', async () => {
  const payer = await givenAccount('1000.00')
  for (let round = 0; round < ROUNDS; round++) {
    const { paymentId, linkId } = await givenPayment()
    const record = await recordShown(linkId, payer.account)
    const nonce = randomBytes(32).toString('base64')
    const ended = await ask(() => ({ does: 'approve', uses: USES, paymentId, ...payer, record, nonce }))
    expect(ended.filter((code) => code === 'approved')).toHaveLength(1)
    expect(ended.filter((code) => code === 'already_decided')).toHaveLength(2 * USES - 1)
    expect(await trailOf(paymentId)).toEqual(['payment.received', 'payment.approved'])
  }
})

test('one payment is paid once, whoever carries it out and how often', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const payer = await givenAccount('1000.00')
    const asked = await givenPayment()
    await approve(asked, payer)
    const { paymentId } = asked
    const ended = await ask(() => ({ does: 'execute', uses: USES, paymentIds: [paymentId] }))
    expect(new Set(ended)).toEqual(new Set(['ACSC']))
    expect(await booksOf(payer.accountId)).toEqual({ available: '751.00', entries: 1 })
    expect(await trailOf(paymentId)).toEqual(['payment.received', 'payment.approved', 'payment.settled'])
  }
})

test('of payments for which the money is there but once the others fail, and the account is never below nothing', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const payer = await givenAccount('300.00')
    const asked = await Promise.all([givenPayment(), givenPayment(), givenPayment()])
    for (const one of asked) await approve(one, payer)
    const paymentIds = asked.map(({ paymentId }) => paymentId)
    await ask((index) => ({
      does: 'execute',
      uses: USES,
      paymentIds: index ? paymentIds : [...paymentIds].reverse(),
    }))
    const statuses = await Promise.all(paymentIds.map(async (id) => (await paymentRow(id)).status))
    expect(statuses.sort()).toEqual(['ACSC', 'RJCT', 'RJCT'])
    expect(await booksOf(payer.accountId)).toEqual({ available: '51.00', entries: 1 })
  }
})
