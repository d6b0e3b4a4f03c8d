import { afterAll, expect, test } from 'vitest'
import { givenAccount, givenConsent, givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { thumbprintOf } from '@/e2e/fixtures/given-reader'
import { givenColleague } from '@/e2e/fixtures/given-staff'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { addDays, bankDay } from '@/lib/bank-day'
import { now } from '@/lib/clock'
import { env } from '@/lib/env'
import { approveDecision } from '@/lib/tpp/approve-decision'
import { proposeDecision } from '@/lib/tpp/propose-decision'
import { twoServers } from './start-server'

// Staff pause a third party in a third process: its very next request is refused at both, on the connection that it has
// open and inside a TLS session that it takes up again, by whatever route; and served again as soon as two have said so.

const TPP = 'PSDNL-DNB-PAUSES'
const TIMEOUT = 120_000
const [operator, approver] = [await givenColleague('operate'), await givenColleague('approve')]
const tpp = await tppWithQwac(TPP)
const psuId = await givenPsu()
const ports = twoServers('e2e/races/listener-server.ts')

afterAll(() => moveClock('0'))

async function decide(action: 'pause' | 'resume' | 'end'): Promise<void> {
  const at = await now()
  const told = action === 'resume' ? null : 'Call us.'
  const about = { tppId: TPP, requestId: null, now: at }
  const { decisionId } = await proposeDecision({
    ...about,
    action,
    ground: action === 'resume' ? null : 'fraudulent-access',
    note: 'Reads at night.',
    tppText: told,
    customersText: told,
    endsOn: action === 'end' ? addDays(bankDay(at, env.BANK_TIME_ZONE), 1) : null,
    staffId: operator,
  })
  await approveDecision({ ...about, decisionId, staffId: approver })
}

/** A call of each kind: one that uses a consent, one that looks at one, and one that writes. */
async function given() {
  const accountId = await givenAccount({ psuId })
  const consent = await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId }], frequencyPerDay: 100 })
  const token = await givenToken({ grantId: consent.grantId, certificateThumbprint: thumbprintOf(tpp) })
  const headers = {
    'consent-id': consent.consentId,
    authorization: `Bearer ${token}`,
    'psu-ip-address': '192.0.2.1',
  }
  const path = `/v1/accounts/${accountId}/balances`
  return [
    (port: number, further: Record<string, string> = {}) =>
      tpp.call(path, { port, headers: { ...headers, ...further } }),
    (port: number, further: Record<string, string> = {}) =>
      tpp.call(`/v1/consents/${consent.consentId}/status`, { port, headers: further }),
    (port: number, further: Record<string, string> = {}) =>
      tpp.call(`/v1/consents/${consent.consentId}`, { port, method: 'DELETE', headers: further }),
  ] as const
}

test(
  'a pause binds on the next request of every process and every route, and so does its end',
  async () => {
    const [read, look, end] = await given()
    for (let round = 0; round < 5; round++) {
      for (const port of ports)
        expect([(await read(port)).status, (await look(port)).status]).toEqual([200, 200])
      await decide('pause')
      for (const call of [read, look, end])
        for (const answer of await Promise.all(ports.map((port) => call(port))))
          expect([answer.status, answer.code]).toEqual([401, 'CERTIFICATE_BLOCKED'])
      await decide('resume')
      for (const port of ports) expect((await look(port)).status).toBe(200)
    }
  },
  TIMEOUT,
)

test(
  'a TLS session that is taken up again carries no permission with it',
  async () => {
    const [read, look] = await given()
    for (const port of ports) {
      // The connection ends with the answer; the next one takes its session up.
      await look(port, { connection: 'close' })
      expect(await read(port, { connection: 'close' })).toMatchObject({ status: 200, resumed: true })
    }
    await decide('pause')
    for (const call of [read, look])
      for (const port of ports)
        expect(await call(port, { connection: 'close' })).toMatchObject({
          status: 401,
          code: 'CERTIFICATE_BLOCKED',
          resumed: true,
        })
    await decide('resume')
  },
  TIMEOUT,
)

test(
  'the announced end binds at its moment, before any job has run',
  async () => {
    const [read, look] = await given()
    await decide('end')
    for (const port of ports) expect((await read(port)).status).toBe(200)
    await moveClock('3 days')
    for (const call of [read, look])
      for (const port of ports) expect((await call(port)).code).toBe('CERTIFICATE_BLOCKED')
  },
  TIMEOUT,
)
