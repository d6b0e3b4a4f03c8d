import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { idempotentAnswers } from '@/db/schema/idempotent-answers'
import { countPayments, paymentsOf, reached, short } from '@/e2e/fixtures/payments-in-use'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'

// X-Request-ID and idempotency (xs2a.md 1.4) of payments: whatever is sent how often, nobody pays twice.

const TPP = 'PSDNL-DNB-REPAYS'
const tpp = await tppWithQwac(TPP, { roles: ['PSP_PI'] })
const other = await tppWithQwac('PSDNL-DNB-REPAYS2', { roles: ['PSP_PI'] })
const { ask, given } = paymentsOf(tpp)
const again = () => ({ 'x-request-id': randomUUID() })

test.each<[string, object, Record<string, string>, object]>([
  ['another amount', { instructedAmount: { currency: 'EUR', amount: '249.01' } }, {}, {}],
  ['another payee', { creditorName: 'Bageriet' }, {}, {}],
  ['another way back', {}, { 'tpp-redirect-uri': 'https://tpp.example/other' }, {}],
  ['another wish', {}, { 'tpp-rejection-nofunds-preferred': 'true' }, {}],
  ['another product', {}, {}, { product: 'instant-sepa-credit-transfers' }],
])('the same X-Request-ID with %s is refused, and no payment', async (_, change, headers, how) => {
  const id = again()
  expect((await ask({}, id)).status).toBe(201)
  const before = await countPayments(TPP)
  expect(short(await ask(change, { ...id, ...headers }, how))).toEqual([400, 'FORMAT_ERROR', 'X-Request-ID'])
  expect(await countPayments(TPP)).toBe(before)
})

test.each([
  ['approved', { status: 'ACTC' }],
  ['carried out', { status: 'ACSC', settledAt: new Date() }],
  ['rejected', { status: 'RJCT', rejection: 'refused' }],
  ['taken back', { status: 'CANC' }],
  ['unanswered for too long', { answerBy: new Date(Date.now() - 1_000) }],
] as const)('once it is %s the answer is not given again, and nothing is made', async (_, change) => {
  const id = again()
  const { paymentId } = (await ask({}, id)).json
  await reached(paymentId, change)
  const before = await countPayments(TPP)
  const answer = await ask({}, id)
  expect(short(answer)).toEqual([409, 'STATUS_INVALID', 'X-Request-ID'])
  expect(answer.text).not.toContain(paymentId)
  expect(await countPayments(TPP)).toBe(before)
})

test('a request that was refused is judged anew under its id', async () => {
  const id = again()
  expect((await ask({ creditorName: '' }, id)).status).toBe(400)
  expect((await ask({}, id)).status).toBe(201)
})

test('a lost answer comes again, byte for byte, and is one payment', async () => {
  const id = again()
  const before = await countPayments(TPP)
  const first = await ask({}, id)
  for (const repeated of [await ask({}, id), await ask({}, id)])
    expect([repeated.status, repeated.text, repeated.headers.location]).toEqual([
      201,
      first.text,
      first.headers.location,
    ])
  expect(await countPayments(TPP)).toBe(before + 1)
})

test('the same id of another third party is another request', async () => {
  const id = again()
  const [mine, others] = [await ask({}, id), await ask({}, id, { wire: other })]
  expect(others.status).toBe(201)
  expect(others.json.paymentId).not.toBe(mine.json.paymentId)
})

test('twenty times at once it is one payment with one answer', async () => {
  const id = again()
  const before = await countPayments(TPP)
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask({}, id)))
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(await countPayments(TPP)).toBe(before + 1)
})

test('taking it back is answered again under its id, and refused under another', async () => {
  const { path, paymentId } = await given()
  const headers = again()
  const back = () => tpp.call(path, { method: 'DELETE', headers })
  expect((await back()).status).toBe(204)
  expect((await back()).status).toBe(204)
  expect(short(await tpp.call(path, { method: 'DELETE' }))).toEqual([405, 'CANCELLATION_INVALID', null])
  const kept = await database()
    .select()
    .from(idempotentAnswers)
    .where(eq(idempotentAnswers.paymentId, paymentId))
  expect(kept).toHaveLength(2)
})
