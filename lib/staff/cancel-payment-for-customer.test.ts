import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterEach, expect, test, vi } from 'vitest'
import { POST as send } from '@/app/staff/payments/[paymentId]/cancel/send/route'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { outbox } from '@/db/schema/outbox'
import { payments } from '@/db/schema/payments'
import { psus } from '@/db/schema/psus'
import { Browser } from '@/e2e/fixtures/browser'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import {
  approve,
  givenEuro,
  givenPayer,
  givenPayment,
  paymentRow,
  trailOf,
} from '@/e2e/fixtures/given-payment'
import { givenColleague, givenEnrolled } from '@/e2e/fixtures/given-staff'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { addDays, bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { makePaymentReceipt } from '@/lib/evidence/make-payment-receipt'
import { cancelByPsu } from '@/lib/payments/cancel-by-psu'
import { executeDue } from '@/lib/payments/execute-due'
import { findPaymentEvents } from '@/lib/payments/find-payment-events'
import { startStaffSession } from '@/lib/session/start-staff-session'
import { cancelPaymentForCustomer } from './cancel-payment-for-customer'
import { openPayment } from './open-payment'
import { mayDo, type StaffRole } from './roles'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)

await givenPayer()
const [operator, other] = [await givenColleague('operate'), await givenColleague('operate')]
const WORD = {
  channel: 'phone',
  identity: 'Called back on the number we have.',
  reason: 'She never asked.',
} as const

afterEach(() => moveClock('0'))

/** A customer with an account, and an approved payment of theirs that is for tomorrow unless something else is said. */
async function planned(executeOn?: string | null) {
  const psuId = await givenPsu('Vera')
  const accountId = await givenEuro({ psuId })
  const [account] = await accountsOfCustomer(psuId)
  if (!account || !('iban' in account)) throw new Error('no account')
  const tomorrow = addDays(bankDay(await now(), brand.timeZone), 1)
  const asked = await givenPayment({ executeOn: executeOn === undefined ? tomorrow : executeOn })
  await approve(asked, { psuId, accountId, account })
  return { psuId, paymentId: asked.paymentId }
}

const open = async (paymentId: string, staffId = operator) =>
  openPayment({ paymentId, staffId, reason: 'She called.', requestId: null, now: await now() })

const takeBack = async (paymentId: string, change: { staffId?: string } = {}) =>
  cancelPaymentForCustomer({
    paymentId,
    staffId: operator,
    ...WORD,
    requestId: 'r',
    now: await now(),
    ...change,
  })

const statusOf = async (paymentId: string) => (await paymentRow(paymentId)).status

test('only who operates may take a payment back for a customer', () => {
  const roles: StaffRole[] = ['read', 'operate', 'approve', 'audit']
  expect(roles.filter((role) => mayDo([role], 'payments.cancel'))).toEqual(['operate'])
})

test('nobody takes back what they have not opened, by another’s look or an old one, or what is not there', async () => {
  const { paymentId } = await planned()
  await expect(takeBack(paymentId)).rejects.toMatchObject({ code: 'resource_unknown' })
  await open(paymentId)
  await expect(takeBack(paymentId, { staffId: other })).rejects.toMatchObject({ code: 'resource_unknown' })
  await expect(takeBack(randomUUID())).rejects.toMatchObject({ code: 'resource_unknown' })
  await moveClock('15 minutes 10 seconds')
  await expect(takeBack(paymentId)).rejects.toMatchObject({ code: 'resource_unknown' })
  expect(await statusOf(paymentId)).toBe('ACTC')
})

test('what is paid at once, has begun, or has its day today is not taken back any more', async () => {
  const [atOnce, begun, due] = [await planned(null), await planned(), await planned()]
  for (const { paymentId } of [atOnce, begun]) await open(paymentId)
  await expect(takeBack(atOnce.paymentId)).rejects.toMatchObject({ code: 'status_invalid' })
  const startedAt = await now()
  await database().update(payments).set({ startedAt }).where(eq(payments.id, begun.paymentId))
  await expect(takeBack(begun.paymentId)).rejects.toMatchObject({ code: 'status_invalid' })
  await moveClock('1 day')
  await open(due.paymentId)
  await expect(takeBack(due.paymentId)).rejects.toMatchObject({ code: 'status_invalid' })
  for (const { paymentId } of [atOnce, begun, due]) expect(await statusOf(paymentId)).toBe('ACTC')
})

test('the form needs the role, a reason and the tick, and leads back to the payment', async () => {
  const { paymentId } = await planned()
  const fields = { ...WORD, checked: 'yes' }
  await signsIn('approve')
  expect(await sent(paymentId, fields)).toBe(`/staff/payments/${paymentId}?problem=roleMissing`)
  await open(paymentId, await signsIn('operate'))
  const { reason: _, ...silent } = fields
  const { checked: __, ...unchecked } = fields
  for (const wrong of [silent, { ...fields, reason: ' ' }, unchecked, { ...fields, channel: 'mail' }])
    expect(await sent(paymentId, wrong)).toBe(`/staff/payments/${paymentId}?problem=notUnderstood`)
  expect(await statusOf(paymentId)).toBe('ACTC')
  expect(await sent(paymentId, fields)).toBe(`/staff/payments/${paymentId}?done`)
  expect(await statusOf(paymentId)).toBe('CANC')
})

test('taken back it is the same as by the customer, once, and never paid; the customer is told and reads why', async () => {
  const { paymentId, psuId } = await planned()
  await open(paymentId)
  const answers = await Promise.all(Array.from({ length: 4 }, () => takeBack(paymentId)))
  expect(answers.filter(({ takenBackNow }) => takenBackNow)).toHaveLength(1)
  expect(await statusOf(paymentId)).toBe('CANC')
  expect(await trailOf(paymentId)).toEqual([
    'payment.received',
    'payment.approved',
    'payment.looked-at',
    'payment.cancelled-by-staff',
  ])
  const type = 'payment.cancelled-by-staff'
  const [event] = await database()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.subject, `payment:${paymentId}`), eq(auditEvents.type, type)))
  expect(event).toMatchObject({ actor: `staff:${operator}`, psuId, detail: {} })
  const told = await database()
    .select({ audience: outbox.audience })
    .from(outbox)
    .where(and(eq(outbox.psuId, psuId), eq(outbox.type, type)))
  expect(told.map(({ audience }) => audience).sort()).toEqual(['customer', 'staff'])
  const [latest] = await findPaymentEvents({ paymentId, psuId })
  expect(latest).toMatchObject({ type, reason: WORD.reason })
  const receipt = await makePaymentReceipt({ paymentId, psuId, now: await now() })
  expect(receipt).toMatchObject({ outcome: { what: 'taken-back-for-you' } })
  await moveClock('2 days')
  await executeDue()
  expect(await statusOf(paymentId)).toBe('CANC')
})

test('a customer whom the bank has blocked, for their passkey was stolen, gets theirs back, too', async () => {
  const { paymentId, psuId } = await planned()
  await database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, psuId))
  await open(paymentId)
  expect(await takeBack(paymentId)).toEqual({ takenBackNow: true })
  expect(await statusOf(paymentId)).toBe('CANC')
})

test('what the customer has taken back meanwhile stays as they took it back', async () => {
  const { paymentId, psuId } = await planned()
  await open(paymentId)
  await cancelByPsu({ paymentId, psuId, requestId: null })
  expect(await takeBack(paymentId)).toEqual({ takenBackNow: false })
  expect(await trailOf(paymentId)).not.toContain('payment.cancelled-by-staff')
})

async function signsIn(role: StaffRole): Promise<string> {
  const { staffId, credentialId } = await givenEnrolled(role)
  new Browser().use()
  await startStaffSession({ staffId, credentialId, userAgent: null, requestId: null, now: await now() })
  return staffId
}

async function sent(paymentId: string, fields: Record<string, string>): Promise<string | null> {
  const request = new Request('http://whatever.example', {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://localhost:3000',
      'sec-fetch-site': 'same-origin',
    },
  })
  const answer = await send(request, { params: Promise.resolve({ paymentId }) })
  return answer.headers.get('location')
}
