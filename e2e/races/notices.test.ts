import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { noticeMails } from '@/db/schema/notices'
import { givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { givenMailAddress } from '@/e2e/fixtures/given-mail-address'
import { openMailCatcher } from '@/e2e/fixtures/mail-server'
import { revokeConsent } from '@/lib/consent/revoke-consent'

// FLT-01: couriers of notices killed between planning, sending and keeping; nothing is lost, and what is sent again is known.

const port = await vi.hoisted(async () => (await import('@/e2e/fixtures/mail-address')).sendMailHere())
const server = await openMailCatcher(port)
afterAll(() => server.close())
const ROUNDS = 4
const PEOPLE = 30

beforeEach(() => {
  server.mails.length = 0
  server.answers = async () => undefined
})

async function stopOf(address: string): Promise<void> {
  const psuId = await givenPsu()
  await givenMailAddress(psuId, address)
  const { consentId } = await givenConsent({ tppId: 'PSDNL-DNB-MAIL', psuId, accounts: [] })
  await revokeConsent({ consentId, psuId, requestId: null })
}

const sentTo = () => server.mails.map(({ to }) => to?.[0]?.address ?? '')
const sent = () => database().$count(noticeMails, eq(noticeMails.state, 'sent'))

test('each customer is told, each courier killed at the moment its mail arrives', async () => {
  await givenTpp('PSDNL-DNB-MAIL')
  const addresses: string[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const courier = await start()
    const gone = once(courier, 'exit')
    // It has been given over, and whoever gave it never learns so.
    server.answers = async () => {
      courier.kill('SIGKILL')
      await gone
    }
    const address = `round-${round}@customers.example`
    addresses.push(address)
    await stopOf(address)
    // Every other round before it could have planned: between the commit and the notice.
    if (round % 2 === 0) courier.kill('SIGKILL')
    await gone
  }
  server.answers = async () => undefined
  await database().execute(sql`update notice_mails set leased_until = now() where leased_until is not null`)
  const courier = await start()
  await expect.poll(sent).toBe(ROUNDS)
  courier.kill('SIGKILL')
  expect(new Set(sentTo())).toEqual(new Set(addresses))
  expect(server.mails.length).toBeGreaterThan(ROUNDS)
  expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(ROUNDS)
  const { rows } = await database().execute(sql`select count(*)::int as count from notices`)
  expect(rows).toEqual([{ count: ROUNDS }])
})

test('two processes side by side send to each customer once', async () => {
  const couriers = await Promise.all([start(), start()])
  const addresses = Array.from({ length: PEOPLE }, (_, index) => `side-${index}@customers.example`)
  for (const address of addresses) await stopOf(address)
  await expect.poll(sent).toBe(ROUNDS + PEOPLE)
  for (const courier of couriers) courier.kill('SIGKILL')
  expect(sentTo().sort()).toEqual(addresses.sort())
})

async function start(): Promise<ChildProcess> {
  const courier = fork('e2e/races/notices-process.ts', {
    execArgv: ['--conditions=react-server', '--import', 'tsx'],
  })
  await once(courier, 'message')
  return courier
}
