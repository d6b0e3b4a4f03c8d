import { beforeAll, expect, test } from 'vitest'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { approve, givenPayer, givenPayment, SHOP } from '@/e2e/fixtures/given-payment'
import { addDays, bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { cancelByPsu } from '@/lib/payments/cancel-by-psu'
import { executePayment } from '@/lib/payments/execute-payment'
import { refusePayment } from '@/lib/payments/refuse-payment'
import { EvidenceKeySet } from './evidence-file'
import { publishedEvidenceKeys } from './evidence-keys'
import { makePaymentReceipt } from './make-payment-receipt'
import type { PaymentReceipt } from './payment-receipt'
import { signEvidence } from './sign-evidence'
import { verifyReceipt } from './verify-receipt'

// What a customer signed and what became of it can be proven offline, by anybody who trusts the bank's published keys.

let psuId: string
let payer: Parameters<typeof approve>[1]

beforeAll(async () => {
  const given = await givenPayer()
  psuId = given.psuId
  const [account] = await accountsOfCustomer(psuId)
  if (!account || !('iban' in account)) throw new Error('no account')
  payer = { ...given, account }
})

const receiptOf = async (paymentId: string, who = psuId) =>
  makePaymentReceipt({ paymentId, psuId: who, now: await now() })

async function paid(): Promise<PaymentReceipt> {
  const asked = await givenPayment({ money: { amount: '12.50', currency: 'EUR' } })
  await approve(asked, payer)
  await executePayment(asked.paymentId)
  const receipt = await receiptOf(asked.paymentId)
  if (!receipt) throw new Error('no receipt')
  return receipt
}

const judge = async (payload: PaymentReceipt) =>
  verifyReceipt(
    JSON.stringify(await signEvidence(payload)),
    EvidenceKeySet.parse(await publishedEvidenceKeys()),
  )

test("there is no receipt of another's payment, nor of one to which the customer said no", async () => {
  const { payment } = await paid()
  expect(await receiptOf(payment.id, await givenPsu('Bert'))).toBeNull()
  const asked = await givenPayment()
  expect(await receiptOf(asked.paymentId)).toBeNull()
  await refusePayment({ ...asked, psuId, requestId: null })
  expect(await receiptOf(asked.paymentId)).toBeNull()
})

test('another amount, payee or payment than was signed is not genuine, though the bank’s key signed it', async () => {
  const receipt = await paid()
  const { approved } = receipt
  const { record } = approved
  const lies: PaymentReceipt[] = [
    {
      ...receipt,
      approved: { ...approved, record: { ...record, money: { amount: '1.25', currency: 'EUR' } } },
    },
    { ...receipt, approved: { ...approved, record: { ...record, creditor: { ...SHOP, name: 'Bo' } } } },
    { ...receipt, payment: { ...receipt.payment, id: (await paid()).payment.id } },
  ].map((lie) => ({ ...lie, approved: { ...lie.approved, record: plainRecord(lie) } }))
  for (const lie of lies) expect(await judge(lie)).toEqual({ valid: false, reason: 'record-changed' })
})

/** Without what the record of a payee never holds. */
const plainRecord = ({ approved: { record } }: PaymentReceipt) => ({
  ...record,
  creditor: { name: record.creditor.name, iban: record.creditor.iban },
})

test('a shape of tomorrow is not known, and not called false', async () => {
  const receipt = await paid()
  const tomorrow = { ...receipt, format: 'placet/payment-receipt/2' }
  const file = JSON.stringify(await signEvidence(tomorrow))
  const keys = EvidenceKeySet.parse(await publishedEvidenceKeys())
  expect(await verifyReceipt(file, keys)).toEqual({ valid: false, reason: 'unknown-version' })
})

test('what was paid has a receipt that says what was signed, and that anybody can check', async () => {
  const receipt = await paid()
  expect(receipt).toMatchObject({
    approved: { record: { money: { amount: '12.50' }, creditor: { iban: SHOP.iban } } },
    outcome: { what: 'paid', reason: null },
    payment: { reference: expect.stringMatching(/^PMT-/), endToEndId: 'order-17' },
  })
  expect(await judge(receipt)).toMatchObject({ valid: true, receipt })
})

test('a receipt says how the payment stands: approved, not paid and why, or taken back', async () => {
  const executeOn = addDays(bankDay(await now(), brand.timeZone), 7)
  const later = await givenPayment({ executeOn })
  await approve(later, payer)
  expect(await receiptOf(later.paymentId)).toMatchObject({ outcome: { what: 'approved' } })
  await cancelByPsu({ paymentId: later.paymentId, psuId, requestId: null })
  const back = await receiptOf(later.paymentId)
  expect(back).toMatchObject({ outcome: { what: 'taken-back' } })
  const dear = await givenPayment({ money: { amount: '9999.00', currency: 'EUR' } })
  await approve(dear, payer)
  await executePayment(dear.paymentId)
  expect(await receiptOf(dear.paymentId)).toMatchObject({ outcome: { what: 'not-paid', reason: 'funds' } })
})
