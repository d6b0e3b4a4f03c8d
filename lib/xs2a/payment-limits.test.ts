import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { securityEvents } from '@/db/schema/security-events'
import { givenMore } from '@/e2e/fixtures/given-payment'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { countPayments, paymentsOf, reached } from '@/e2e/fixtures/payments-in-use'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { writeBlocks } from '@/lib/audit/write-blocks'
import { env } from '@/lib/env'

// One third party's requests that nobody answers must not fill the bank's books, nor stand in another's way.

const MAX = env.OPEN_PAYMENTS_PER_TPP_MAX
let parties = 0

/** A third party of its own with so many payments that wait. */
async function givenWaiting(waiting: number) {
  parties += 1
  const tppId = `PSDNL-DNB-MANYPAYS${parties}`
  const tpp = await tppWithQwac(tppId, { roles: ['PSP_PI'] })
  const { ask, given } = paymentsOf(tpp)
  const id = { 'x-request-id': randomUUID() }
  const first = await ask({}, id)
  const { paymentId } = first.json
  await givenMore(paymentId, waiting - 1)
  return { tpp, tppId, ask, given, again: () => ask({}, id), first, paymentId }
}

afterEach(() => moveClock('0'))

test('beyond so many that wait a further one is 429 without a body, nothing is made, and it is noted', async () => {
  const { tppId, ask } = await givenWaiting(MAX - 1)
  expect((await ask()).status).toBe(201)
  const refused = await ask()
  expect([refused.status, refused.text, refused.headers['content-type']]).toEqual([429, '', undefined])
  expect(Number(refused.headers['retry-after'])).toSatisfy((wait: number) => wait > 570 && wait <= 600)
  expect(await countPayments(tppId)).toBe(MAX)
  await writeBlocks()
  const events = await database().select().from(securityEvents).where(eq(securityEvents.tppId, tppId))
  expect(events).toMatchObject([{ rule: 'TOO_MANY_PAYMENTS', count: 1 }])
})

test('the limit is of one third party, and what it has asked for already is answered as before', async () => {
  const { ask, again, first } = await givenWaiting(MAX)
  expect((await ask()).status).toBe(429)
  expect((await again()).text).toBe(first.text)
  const another = await givenWaiting(1)
  expect((await another.ask()).status).toBe(201)
})

test('taken back, answered, or out of time makes room', async () => {
  const { tpp, ask, paymentId } = await givenWaiting(MAX)
  expect(
    (await tpp.call(`/v1/payments/sepa-credit-transfers/${paymentId}`, { method: 'DELETE' })).status,
  ).toBe(204)
  const next = await ask()
  expect([next.status, (await ask()).status]).toEqual([201, 429])
  await reached(next.json.paymentId, { status: 'RJCT', rejection: 'refused' })
  expect([(await ask()).status, (await ask()).status]).toEqual([201, 429])
  await moveClock('11 minutes')
  expect((await ask()).status).toBe(201)
})

test('asked for at once, no more get in than are under way', async () => {
  const { tppId, ask } = await givenWaiting(MAX - 1)
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask()))
  const made = answers.filter(({ status }) => status === 201).length
  expect(made).toBeGreaterThan(0)
  expect(made).toBeLessThan(40)
  expect((await ask()).status).toBe(429)
  expect(await countPayments(tppId)).toBe(MAX - 1 + made)
})
