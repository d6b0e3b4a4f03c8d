import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { dkk, givenFunds, kept } from '@/e2e/fixtures/funds-in-use'
import { env } from '@/lib/env'
import { twoServers } from './start-server'

// PSD2 Art. 65 and xs2a.md 1.4: two server processes on one database, and questions about funds that arrive at once.

const ROUNDS = 20
const ASKERS = 8
const { tpp, given } = await givenFunds()
const ports = twoServers('e2e/races/listener-server.ts')

test('at both processes together no more are answered than the hour allows, and as many', async () => {
  for (let round = 0; round < 5; round++) {
    const { ask, consentId } = await given()
    const answers = await Promise.all(
      Array.from({ length: env.FUNDS_QUESTIONS_PER_HOUR * 2 }, (_, use) =>
        ask({ instructedAmount: dkk(`${use + 1}.00`) }, {}, tpp, ports[use % 2]),
      ),
    )
    const statuses = answers.map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    expect(statuses.filter((status) => status === 200)).toHaveLength(env.FUNDS_QUESTIONS_PER_HOUR)
    expect(await kept(consentId)).toHaveLength(env.FUNDS_QUESTIONS_PER_HOUR)
  }
})

test('one question that arrives many times is one, and everybody hears its answer', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { ask, consentId } = await given()
    const headers = { 'x-request-id': randomUUID() }
    const answers = await Promise.all(
      Array.from({ length: ASKERS }, (_, use) => ask({}, headers, tpp, ports[use % 2])),
    )
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set(['200 {"fundsAvailable":true}']),
    )
    expect(await kept(consentId)).toHaveLength(1)
  }
})
