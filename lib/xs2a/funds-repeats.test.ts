import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { holds } from '@/db/schema/holds'
import { ledgerBalances } from '@/db/schema/ledger'
import { dpopKey } from '@/e2e/fixtures/dpop-key'
import { dkk, givenFunds, kept, logged, short } from '@/e2e/fixtures/funds-in-use'
import { givenToken } from '@/e2e/fixtures/given-consent'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { env } from '@/lib/env'

// X-Request-ID and idempotency (xs2a.md 1.4) of what needs a token.

const { psuId, given } = await givenFunds()

test('after a stop the next question is refused, and the same request is no way around it', async () => {
  const { ask, consentId } = await given()
  const again = { 'x-request-id': randomUUID() }
  expect((await ask({}, again)).json).toEqual({ fundsAvailable: true })
  await revokeConsent({ consentId, psuId, requestId: null })
  const answer = await ask({}, again)
  expect(short(answer)[1]).toBe('CONSENT_INVALID')
  expect(answer.text).not.toContain('fundsAvailable')
  expect(await kept(consentId)).toHaveLength(1)
  expect((await logged(consentId)).map(({ status }) => status).sort()).toEqual([200, 401])
})

test.each<[string, string, object, Record<string, string>]>([
  ['another amount', 'X-Request-ID', { instructedAmount: dkk('11.00') }, {}],
  ['another payee', 'X-Request-ID', { payee: 'Bageriet' }, {}],
  ['a customer who is there', 'X-Request-ID', {}, { 'psu-ip-address': '192.0.2.1' }],
])('the same X-Request-ID with %s is refused, and no question', async (_, path, body, headers) => {
  const { ask, consentId } = await given()
  const again = { 'x-request-id': randomUUID() }
  await ask({}, again)
  expect(short(await ask(body, { ...again, ...headers }))).toEqual([400, 'FORMAT_ERROR', path])
  expect(await kept(consentId)).toHaveLength(1)
})

test('without a good token, or with a used proof, a repetition gets nothing', async () => {
  const { ask, grantId, consentId } = await given()
  const key = dpopKey()
  const token = await givenToken({ grantId, keyThumbprint: key.thumbprint })
  const again = { 'x-request-id': randomUUID(), authorization: `DPoP ${token}` }
  const prove = () => key.prove(token, '/xs2a/v1/funds-confirmations', { claims: { htm: 'POST' } })
  const used = prove()
  expect((await ask({}, { ...again, dpop: used })).status).toBe(200)
  expect(short(await ask({}, { ...again, dpop: used }))).toEqual([401, 'TOKEN_INVALID', null])
  expect(short(await ask({}, { ...again, authorization: undefined }))[1]).toBe('TOKEN_UNKNOWN')
  expect(short(await ask({}, { ...again, authorization: `Bearer ${'x'.repeat(43)}` }))[1]).toBe(
    'TOKEN_UNKNOWN',
  )
  expect((await ask({}, { ...again, dpop: prove() })).json).toEqual({ fundsAvailable: true })
  const held = { id: randomUUID(), consentId, reason: 'fraud', placedBy: 'bank' as const }
  await database()
    .insert(holds)
    .values({ ...held, placedAt: new Date() })
  expect(short(await ask({}, { ...again, dpop: prove() }))[1]).toBe('CONSENT_INVALID')
})

test('repeated under its X-Request-ID a question gets its answer again, and is one question', async () => {
  const { ask, consentId, account } = await given()
  const again = { 'x-request-id': randomUUID() }
  const first = await ask({}, again)
  const changed = { amount: '5.00' }
  await database().update(ledgerBalances).set(changed).where(eq(ledgerBalances.accountId, account))
  const answers = []
  for (let time = 0; time < env.FUNDS_QUESTIONS_PER_HOUR; time++) answers.push(await ask({}, again))
  expect((await ask()).json).toEqual({ fundsAvailable: false })
  await database()
    .update(ledgerBalances)
    .set({ amount: '250.50' })
    .where(eq(ledgerBalances.accountId, account))
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(
    new Set([`${first.status} ${first.text}`]),
  )
  expect(await kept(consentId)).toHaveLength(2)
  expect(await logged(consentId)).toHaveLength(answers.length + 2)
})

test('a lost answer can be had again when the hour has no more of them', async () => {
  const { ask } = await given()
  const again = { 'x-request-id': randomUUID() }
  const first = await ask({}, again)
  for (let asked = 1; asked < env.FUNDS_QUESTIONS_PER_HOUR; asked++) await ask()
  expect((await ask()).status).toBe(429)
  expect(await ask({}, again)).toMatchObject({ status: 200, text: first.text })
})

test('the same question twenty times at once is one question with one answer', async () => {
  const { ask, consentId } = await given()
  const again = { 'x-request-id': randomUUID() }
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask({}, again)))
  expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['{"fundsAvailable":true}']))
  expect(await kept(consentId)).toHaveLength(1)
})
