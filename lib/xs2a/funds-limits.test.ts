import { eq } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { securityEvents } from '@/db/schema/security-events'
import { dkk, givenFunds, kept, logged, short } from '@/e2e/fixtures/funds-in-use'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { writeBlocks } from '@/lib/audit/write-blocks'
import { env } from '@/lib/env'

// PSD2 Art. 65(2)(b): a question for a card payment that was begun, and no way to find out a balance.

const { tppId: TPP, given } = await givenFunds()
const owner = new Client(process.env.DATABASE_OWNER_URL)
await owner.connect()
afterAll(() => owner.end())

const bisect = async (ask: Awaited<ReturnType<typeof given>>['ask'], times: number) => {
  const answers = []
  for (let time = 0; time < times; time++)
    answers.push(await ask({ instructedAmount: dkk(`${2 ** time}.00`) }))
  return answers
}
const age = (consentId: string, interval: string) =>
  owner.query(
    `insert into funds_questions
     select gen_random_uuid(), at - $2::interval, $1, psu_id, sealed_question from funds_questions where consent_id = $1`,
    [consentId, interval],
  )

test('who halves a balance question by question comes to an end: 429 without a body, and an alarm', async () => {
  const { ask, consentId } = await given()
  const answers = await bisect(ask, env.FUNDS_QUESTIONS_PER_HOUR + 2)
  expect(answers.map(({ status }) => status)).toEqual([
    ...Array.from({ length: env.FUNDS_QUESTIONS_PER_HOUR }, () => 200),
    429,
    429,
  ])
  const last = answers.at(-1)
  expect([last?.text, last?.headers['content-type']]).toEqual(['', undefined])
  expect(Number(last?.headers['retry-after'])).toSatisfy((wait: number) => wait > 3_500 && wait <= 3_600)
  expect(await kept(consentId)).toHaveLength(env.FUNDS_QUESTIONS_PER_HOUR)
  expect(await logged(consentId)).toHaveLength(answers.length)
  await writeBlocks()
  const events = await database().select().from(securityEvents).where(eq(securityEvents.tppId, TPP))
  expect(events).toContainEqual(expect.objectContaining({ rule: 'TOO_MANY_QUESTIONS', count: 2 }))
  expect((await (await given()).ask()).status).toBe(200)
})

test('the limit is of the account: a new consent for it gives no further answers, whoever of its holders gave it', async () => {
  const first = await given()
  const { account: accountId, iban } = first
  const again = async (change: Parameters<typeof given>[0] = {}) => {
    const accounts = [{ accountId, balances: false, transactions: false }]
    const { ask, consentId } = await given({ accounts, ...change })
    return { ask: () => ask({ account: { iban } }), consentId }
  }
  await bisect(first.ask, env.FUNDS_QUESTIONS_PER_HOUR - 1)
  const second = await again()
  expect((await second.ask()).status).toBe(200)
  const third = await again()
  for (const { ask } of [first, second, third]) expect((await ask()).status).toBe(429)
  expect(await kept(third.consentId)).toEqual([])
  const holder = await givenPsu()
  await owner.query('insert into ledger_holders (account_id, psu_id, alone) values ($1, $2, true)', [
    accountId,
    holder,
  ])
  expect((await (await again({ psuId: holder })).ask()).status).toBe(429)
})

test('under many consents of one account, asked at once, as many are answered as the hour allows', async () => {
  const { account: accountId, iban } = await given()
  const accounts = [{ accountId, balances: false, transactions: false }]
  const consents = await Promise.all(Array.from({ length: 5 }, () => given({ accounts })))
  const answers = await Promise.all(
    consents.flatMap(({ ask }) => Array.from({ length: 4 }, () => ask({ account: { iban } }))),
  )
  const answered = answers.filter(({ status }) => status === 200)
  expect(answered).toHaveLength(env.FUNDS_QUESTIONS_PER_HOUR)
})

test('what was asked more than an hour ago leaves the hour, but not the 24 hours', async () => {
  const { ask, consentId } = await given()
  await bisect(ask, 5)
  for (let doubled = 5; doubled < env.FUNDS_QUESTIONS_PER_DAY; doubled *= 2) await age(consentId, '2 hours')
  const refused = await ask()
  expect(refused.status).toBe(429)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(12 * 3_600)
  const rested = await given()
  await bisect(rested.ask, 2)
  for (let doubled = 2; doubled < env.FUNDS_QUESTIONS_PER_DAY; doubled *= 2)
    await age(rested.consentId, '24 hours')
  expect((await rested.ask()).status).toBe(200)
})

test('a limit is told to whom it concerns: without a token of the consent nobody learns that it was reached', async () => {
  const { ask } = await given()
  await bisect(ask, env.FUNDS_QUESTIONS_PER_HOUR)
  expect(short(await ask({}, { authorization: `Bearer ${'x'.repeat(43)}` }))[1]).toBe('TOKEN_UNKNOWN')
})
