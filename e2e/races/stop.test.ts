import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Hammered, hammerWhileStopping, type Permission } from '@/e2e/faults/hammer-while-stopping'
import { givenAccount, givenConsent, givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { twoServers } from './start-server'

// Stopped means stopped: two processes of the third parties' door on one database. `npm run test:stop` does 200 rounds.

const TPP = 'PSDNL-DNB-HAMMER'
const ROUNDS = Number(process.env.STOP_ROUNDS ?? 5)
const TIMEOUT = 600_000

const tpp = await tppWithQwac(TPP)
const psuId = await givenPsu()
const accountId = await givenAccount({ psuId })
const ports = twoServers('e2e/races/listener-server.ts')

test(
  'of readers that hammer while the customer stops, none succeeds that began after the stop had returned',
  async () => {
    const hammered = await hammerWhileStopping({ rounds: ROUNDS, given: () => given() })
    if (ROUNDS > 5) process.stdout.write(told(hammered))
    expect(hammered).toMatchObject({ rounds: ROUNDS, late: 0, strange: [] })
    expect(hammered.served).toBeGreaterThanOrEqual(ROUNDS * 12)
    expect(hammered.begunAfter).toBeGreaterThanOrEqual(ROUNDS * 36)
  },
  TIMEOUT,
)

test('a stop that returned before it was committed would be found', async () => {
  const { late } = await hammerWhileStopping({ rounds: 1, given: () => given({ returnsEarly: true }) })
  expect(late).toBeGreaterThan(0)
})

async function given({ returnsEarly = false } = {}): Promise<Permission> {
  const { consentId, grantId } = await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId }] })
  const token = await givenToken({ grantId, certificateThumbprint: thumbprint() })
  const headers = {
    'consent-id': consentId,
    authorization: `Bearer ${token}`,
    'psu-ip-address': '192.0.2.1',
  }
  const read = async (reader: number) => {
    const port = ports[reader % ports.length] ?? 0
    return (await tpp.call(`/v1/accounts/${accountId}/balances`, { port, headers })).status
  }
  const stop = async () => void (await revokeConsent({ consentId, psuId, requestId: null }))
  const early = async () => void setTimeout(() => void stop(), 100)
  return { read, stop: returnsEarly ? early : stop }
}

function told({ rounds, served, duringStop, begunAfter, late, slowestStop }: Hammered): string {
  return `${rounds} rounds on two instances: ${served} reads served, ${duringStop} begun while a stop was under way,
${begunAfter} begun after it had returned, of which ${late} succeeded. The slowest stop took ${slowestStop.toFixed(0)} ms.\n`
}

function thumbprint(): string {
  const { fingerprint256 } = new X509Certificate(Buffer.from(tpp.clientCert.slice(1, -1), 'base64'))
  return Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
}
