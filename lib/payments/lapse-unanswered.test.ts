import { and, count, eq, inArray, sql } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { authorisations } from '@/db/schema/authorisations'
import { payments } from '@/db/schema/payments'
import {
  givenMore,
  givenPayer,
  givenPayment,
  OTHER_TPP,
  PAYER_TPP,
  paymentRow,
  trailOf,
} from '@/e2e/fixtures/given-payment'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { lapseUnanswered } from './lapse-unanswered'
import { refusePayment } from './refuse-payment'

await givenPayer()

afterEach(() => moveClock('0'))

/** How many of a third party's payments, authorisations of them and events of nobody's answer there are, by status. */
async function standOf(tppId: string) {
  const ids = database().select({ id: payments.id }).from(payments).where(eq(payments.tppId, tppId))
  const [of, scas, told] = await Promise.all([
    database()
      .select({ status: payments.status, rejection: payments.rejection, rows: count() })
      .from(payments)
      .where(eq(payments.tppId, tppId))
      .groupBy(payments.status, payments.rejection),
    database()
      .select({ status: authorisations.scaStatus, rows: count() })
      .from(authorisations)
      .where(inArray(authorisations.resourceId, ids))
      .groupBy(authorisations.scaStatus),
    database().$count(
      auditEvents,
      and(eq(auditEvents.tppId, tppId), eq(auditEvents.type, 'payment.unanswered')),
    ),
  ])
  return { payments: of, authorisations: scas, told }
}

test('asking for a payment leaves nothing in the queue in which approved ones wait', async () => {
  await givenPayment()
  const { rows } = await database().execute(
    sql`select key from graphile_worker.jobs where key like 'payment.%'`,
  )
  expect(rows).toEqual([])
})

test('what still waits, and what was answered in time, is left alone', async () => {
  const refused = await givenPayment()
  await refusePayment({ ...refused, psuId: null, requestId: null })
  await moveClock('9 minutes')
  const open = await givenPayment()
  await moveClock('11 minutes')
  await lapseUnanswered()
  expect(await paymentRow(open.paymentId)).toMatchObject({ status: 'RCVD', rejection: null })
  expect(await paymentRow(refused.paymentId)).toMatchObject({ status: 'RJCT', rejection: 'refused' })
  expect(await trailOf(refused.paymentId)).toEqual(['payment.received', 'payment.refused'])
  const of = eq(authorisations.resourceId, open.paymentId)
  expect(await database().select().from(authorisations).where(of)).toMatchObject([{ scaStatus: 'received' }])
})

test('many batches of a third party lapse in one sweep, each payment once, whoever else sweeps', async () => {
  const { paymentId } = await givenPayment({}, { tppId: OTHER_TPP, clientId: OTHER_TPP })
  await givenMore(paymentId, 2_600)
  await moveClock('11 minutes')
  await Promise.all([lapseUnanswered(), lapseUnanswered(), lapseUnanswered()])
  await lapseUnanswered()
  expect(await standOf(OTHER_TPP)).toEqual({
    payments: [{ status: 'RJCT', rejection: 'unanswered', rows: 2_601 }],
    authorisations: [{ status: 'failed', rows: 2_601 }],
    told: 2_601,
  })
  expect(await trailOf(paymentId)).toEqual(['payment.received', 'payment.unanswered'])
})

test('one that somebody holds keeps no other waiting, and is found by the next sweep', async () => {
  const [held, free] = [await givenPayment(), await givenPayment()]
  await moveClock('11 minutes')
  await database().transaction(async (tx) => {
    await tx.select().from(payments).where(eq(payments.id, held.paymentId)).for('update')
    await lapseUnanswered()
  })
  expect((await paymentRow(held.paymentId)).status).toBe('RCVD')
  expect(await paymentRow(free.paymentId)).toMatchObject({ status: 'RJCT', rejection: 'unanswered' })
  await lapseUnanswered()
  expect(await paymentRow(held.paymentId)).toMatchObject({ tppId: PAYER_TPP, rejection: 'unanswered' })
})
