import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { asked, givenConsentLife, TPP } from '@/e2e/fixtures/consent-life'
import { givenAccount, givenToken } from '@/e2e/fixtures/given-consent'
import { thumbprintOf } from '@/e2e/fixtures/given-reader'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { dropAccount } from '@/lib/consent/drop-account'
import { pauseByPsu } from '@/lib/consent/pause-by-psu'
import { resumeByPsu } from '@/lib/consent/resume-by-psu'
import { twoServers } from './start-server'

// INV-03 for what a customer takes back: readers at two processes read without a break while a third process changes their
// permission. From the moment that it said so no read that begins is served of what was taken back, at neither process; what
// is left is served all the time.

const READERS = 4
const ROUNDS = 10
const TIMEOUT = 120_000
const tpp = await tppWithQwac(TPP)
const { psuId, accountId, approve } = await givenConsentLife()
const second = await givenAccount({ psuId })
const ports = twoServers('e2e/races/listener-server.ts')

/** A permission for both accounts, and readers of one of them who do not stop before `change` and a little more is done. */
async function given() {
  const { consentId } = await asked()
  const rights = { card: false, balances: true, transactions: true, ownerName: false }
  const { grantId } = await approve(consentId, {
    accounts: [accountId, second].map((id) => ({ accountId: id, ...rights })),
  })
  const token = await givenToken({ grantId, certificateThumbprint: thumbprintOf(tpp) })
  const headers = { 'consent-id': consentId, authorization: `Bearer ${token}`, 'psu-ip-address': '192.0.2.1' }
  const read = (account: string, port: number | undefined) =>
    tpp.call(`/v1/accounts/${account}/balances`, { headers, ...(port && { port }) })
  const during = async (account: string, change: () => Promise<unknown>) => {
    const seen: { began: number; status: number; code: string | null }[] = []
    let going = true
    const readers = Array.from({ length: READERS }, async (_, reader) => {
      while (going) {
        const began = performance.now()
        const { status, code } = await read(account, ports[reader % ports.length])
        seen.push({ began, status, code })
      }
    })
    await Promise.all(ports.map((port) => read(account, port)))
    await change()
    const changed = performance.now()
    await Promise.all(ports.flatMap((port) => [read(account, port), read(account, port)]))
    going = false
    await Promise.all(readers)
    return {
      before: seen.filter(({ began }) => began < changed),
      after: seen.filter(({ began }) => began >= changed),
    }
  }
  return { consentId, read, during }
}

test(
  'after an account was dropped no read of it that begins is served; reads of the other are all the time',
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { consentId, read, during } = await given()
      const drop = () => dropAccount({ consentId, psuId, accountId: second, requestId: null })
      const { before, after } = await during(second, drop)
      expect(before.some(({ status }) => status === 200)).toBe(true)
      expect(after.length).toBeGreaterThan(0)
      expect(new Set(after.map(({ status, code }) => `${status} ${code}`))).toEqual(
        new Set(['401 CONSENT_INVALID']),
      )
      for (const port of ports) expect((await read(accountId, port)).status).toBe(200)
    }
    const { consentId, during } = await given()
    const { before, after } = await during(accountId, () =>
      dropAccount({ consentId, psuId, accountId: second, requestId: null }),
    )
    expect(new Set([...before, ...after].map(({ status }) => status))).toEqual(new Set([200]))
  },
  TIMEOUT,
)

test(
  'a pause binds on every read that begins after it, and its end lets every one pass',
  async () => {
    const { consentId, during } = await given()
    const own = { consentId, psuId, requestId: null }
    for (let round = 0; round < ROUNDS; round++) {
      const paused = await during(accountId, () => pauseByPsu(own))
      expect(paused.before.some(({ status }) => status === 200)).toBe(true)
      expect(new Set(paused.after.map(({ status, code }) => `${status} ${code}`))).toEqual(
        new Set(['401 CONSENT_INVALID']),
      )
      const resumed = await during(accountId, () => resumeByPsu({ ...own, sessionId: randomUUID() }))
      expect(new Set(resumed.after.map(({ status }) => status))).toEqual(new Set([200]))
    }
  },
  TIMEOUT,
)
