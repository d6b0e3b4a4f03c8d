import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { paymentApprovals, payments } from '@/db/schema/payments'
import {
  approve,
  givenEuro,
  givenMore,
  givenPayer,
  givenPayment,
  OTHER_TPP,
  PAYER_TPP,
  trailOf,
} from '@/e2e/fixtures/given-payment'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { addDays, bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { insertAuthorisation } from '@/lib/consent/insert-authorisation'
import { cancelPayment } from '@/lib/payments/cancel-payment'
import { executePayment } from '@/lib/payments/execute-payment'
import { lapseUnanswered } from '@/lib/payments/lapse-unanswered'
import { refusePayment } from '@/lib/payments/refuse-payment'
import { housekeeping } from './housekeeping'

const { psuId } = await givenPayer()
const iban = 'DK7198760000000199'
const accountId = await givenEuro({ psuId, iban })
const payer = { psuId, accountId, account: { iban, name: 'Salary', currency: 'EUR' } }
const owner = new Client(process.env.DATABASE_OWNER_URL)
await owner.connect()

afterEach(() => moveClock('0'))
afterAll(() => owner.end())

/** What of a payment there is: its row, its approvals, its authorisations. */
async function left(paymentId: string) {
  const [row, approvals, scas] = await Promise.all([
    database().$count(payments, eq(payments.id, paymentId)),
    database().$count(paymentApprovals, eq(paymentApprovals.paymentId, paymentId)),
    database().$count(authorisations, eq(authorisations.resourceId, paymentId)),
  ])
  return [row, approvals, scas]
}

/** One of each that no known customer has answered. */
async function givenOfNobody() {
  const [lapsed, unswept, refused, cancelled] = [
    await givenPayment(),
    await givenPayment(),
    await givenPayment(),
    await givenPayment(),
  ]
  await refusePayment({ ...refused, psuId: null, requestId: null })
  const back = { paymentId: cancelled.paymentId, tppId: PAYER_TPP, requestId: null }
  await cancelPayment({ ...back, alongside: async () => undefined })
  const late = { status: 'RJCT', rejection: 'unanswered' } as const
  await database().update(payments).set(late).where(eq(payments.id, lapsed.paymentId))
  return [lapsed, unswept, refused, cancelled].map(({ paymentId }) => paymentId)
}

/** One of each that a customer has answered, and that is over. */
async function givenOfCustomer() {
  const [paid, refused] = [await givenPayment(), await givenPayment()]
  await approve(paid, payer)
  await executePayment(paid.paymentId)
  await refusePayment({ ...refused, psuId, requestId: null })
  return { paid: paid.paymentId, refused: refused.paymentId }
}

test.each(['payments', 'payment_approvals', 'authorisations'])(
  'the application’s role itself removes no row of %s',
  async (table) => {
    const removed = database().execute(sql`delete from ${sql.identifier(table)}`)
    await expect(removed).rejects.toMatchObject({ cause: { code: '42501' } })
  },
)

test('a table of the application’s own is not taken for the bank’s by what may remove payments', async () => {
  const { paymentId } = await givenPayment()
  await database().transaction(async (tx) => {
    await tx.execute(sql`create temp table payments (id uuid, psu_id uuid, status text, answer_by timestamptz,
      last_action_at timestamptz) on commit drop`)
    await tx.execute(
      sql`insert into payments values (${paymentId}, null, 'RCVD', '2001-01-01', '2001-01-01')`,
    )
    await tx.execute(sql`select forget_payments(10)`)
  })
  expect(await left(paymentId)).toEqual([1, 0, 1])
})

test('what no known customer has answered is there for ninety days, and then gone with its authorisation', async () => {
  const ofNobody = await givenOfNobody()
  const { paid, refused } = await givenOfCustomer()
  const consent = { resourceKind: 'consent', resourceId: randomUUID() } as const
  await database().transaction(async (tx) =>
    insertAuthorisation(tx, { ...consent, at: new Date('2020-01-01') }),
  )
  await moveClock('90 days')
  await housekeeping()
  for (const paymentId of ofNobody) expect(await left(paymentId)).toEqual([1, 0, 1])
  await moveClock('90 days 11 minutes')
  await housekeeping()
  for (const paymentId of ofNobody) expect(await left(paymentId)).toEqual([0, 0, 0])
  expect(await left(paid)).toEqual([1, 1, 1])
  expect(await left(refused)).toEqual([1, 0, 1])
  expect(await left(consent.resourceId)).toEqual([0, 0, 1])
  expect(await trailOf(ofNobody[2] ?? '')).toEqual(['payment.received', 'payment.refused'])
})

test('what a customer has answered is there for five years after it ended, and then gone with all that hangs on it', async () => {
  const { paid, refused } = await givenOfCustomer()
  const waiting = await givenPayment({ executeOn: addDays(bankDay(new Date(), brand.timeZone), 30) })
  await approve(waiting, payer)
  await moveClock('4 years 11 months')
  await housekeeping()
  expect([await left(paid), await left(refused)]).toEqual([
    [1, 1, 1],
    [1, 0, 1],
  ])
  await moveClock('5 years 1 minute')
  await housekeeping()
  for (const paymentId of [paid, refused]) expect(await left(paymentId)).toEqual([0, 0, 0])
  expect(await trailOf(paid)).toEqual(['payment.received', 'payment.approved', 'payment.settled'])
  // Approved and never carried out: nothing of it has ended.
  expect(await left(waiting.paymentId)).toEqual([1, 1, 1])
})

test('thousands go in one run', async () => {
  const { paymentId } = await givenPayment({}, { tppId: OTHER_TPP, clientId: OTHER_TPP })
  await givenMore(paymentId, 1_100)
  await lapseUnanswered()
  await moveClock('91 days')
  await housekeeping()
  expect(await database().$count(payments, eq(payments.tppId, OTHER_TPP))).toBe(0)
  const { rows } = await owner.query(`select count(*)::int as orphans from authorisations a
    where resource_kind = 'payment' and not exists (select from payments p where p.id = a.resource_id)`)
  expect(rows).toEqual([{ orphans: 0 }])
})
