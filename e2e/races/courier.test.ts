import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { eq, sql } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { deliveries } from '@/db/schema/deliveries'
import { givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { endpointAt, wantsToBeTold } from '@/e2e/fixtures/told-endpoint'
import { revokeConsent } from '@/lib/consent/revoke-consent'

// INV-07, FLT-01: a courier killed between commit and sending, and between sending and keeping; nothing is lost.

const [port = 0] = await vi.hoisted(async () => (await import('@/e2e/fixtures/free-port')).listPlaces(1))
const ROUNDS = 4

test('whatever is stopped is told, each courier killed at the moment its message arrives', async () => {
  const psuId = await givenPsu()
  const tppId = await givenTpp('PSDNL-DNB-KILL')
  const endpoint = await endpointAt(port)
  const stopped: string[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const { consentId } = await givenConsent({ tppId, psuId, accounts: [] })
    await wantsToBeTold(consentId, endpoint)
    const courier = await start()
    const gone = once(courier, 'exit')
    // It was sent, and whoever sent it never learns the answer.
    endpoint.answers = () => {
      courier.kill('SIGKILL')
      return null
    }
    // Every other round before it could have looked: between the commit and the sending.
    await revokeConsent({ consentId, psuId, requestId: null })
    if (round % 2 === 0) courier.kill('SIGKILL')
    stopped.push(consentId)
    await gone
  }
  endpoint.answers = () => 200
  await database().execute(sql`update deliveries set leased_until = now() where leased_until is not null`)
  await database().execute(sql`update delivery_hosts set failures = 0, rests_until = null`)
  const courier = await start()
  const delivered = () => database().$count(deliveries, eq(deliveries.state, 'delivered'))
  await expect.poll(delivered).toBe(ROUNDS)
  courier.kill('SIGKILL')
  const told = endpoint.told.map(({ id, body }) => ({ id, consentId: JSON.parse(body).consentId as string }))
  expect(new Set(told.map(({ consentId }) => consentId))).toEqual(new Set(stopped))
  // The receiver drops repetitions by their X-Request-ID: one for each consent.
  expect(new Set(told.map(({ id }) => id)).size).toBe(ROUNDS)
  expect(told.length).toBeGreaterThan(ROUNDS)
})

async function start(): Promise<ChildProcess> {
  const courier = fork('e2e/races/courier-process.ts', {
    execArgv: ['--conditions=react-server', '--import', 'tsx'],
  })
  await once(courier, 'message')
  return courier
}
