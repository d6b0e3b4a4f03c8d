import { eq } from 'drizzle-orm'
import { afterEach, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { accessLog, auditEvents } from '@/db/schema/audit'
import { securityEvents } from '@/db/schema/security-events'
import { tppCertificates, tpps } from '@/db/schema/tpps'
import { publishList, revoke, stranger, tppWithFault, tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'

afterEach(() => void vi.restoreAllMocks())

/** The process remembers verdicts for some seconds: moves its own monotonic clock, and nothing else. */
function later(seconds: number) {
  const real = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => real() + seconds * 1_000)
}

const rowsOf = (tppId: string) => database().select().from(accessLog).where(eq(accessLog.tppId, tppId))

test('without a certificate nothing answers, whatever the path', async () => {
  for (const path of ['/v1/accounts', '/v1/consents', '/v1/nothing', '']) {
    const answer = await stranger().call(path)
    expect([answer.status, answer.code]).toEqual([401, 'CERTIFICATE_MISSING'])
  }
})

test.each([
  ['expired', 'CERTIFICATE_EXPIRED'],
  ['not-yet-valid', 'CERTIFICATE_INVALID'],
  ['other-chain', 'CERTIFICATE_INVALID'],
  ['no-psd2-statement', 'CERTIFICATE_INVALID'],
  ['two-psd2-statements', 'CERTIFICATE_INVALID'],
  ['malformed-psd2-statement', 'CERTIFICATE_INVALID'],
  ['no-qc-compliance', 'CERTIFICATE_INVALID'],
  ['eseal-as-web', 'CERTIFICATE_INVALID'],
  ['identity-mismatch', 'CERTIFICATE_INVALID'],
] as const)('a certificate that is %s is %s', async (preset, code) => {
  const answer = await (await tppWithFault(preset)).call('/v1/accounts')
  expect([answer.status, answer.code]).toEqual([401, code])
  expect(answer.json.tppMessages[0].text).toMatch(/\w{3}.*\./)
})

test('a revoked certificate is CERTIFICATE_REVOKED, on a connection that was open before, too', async () => {
  const tpp = await tppWithQwac('PSDNL-DNB-REVOKED')
  expect((await tpp.call('/v1/consents/x/status')).code).toBe('CONSENT_UNKNOWN')
  await revoke('PSDNL-DNB-REVOKED')
  later(3)
  const answer = await tpp.call('/v1/consents/x/status')
  expect([answer.status, answer.code]).toEqual([401, 'CERTIFICATE_REVOKED'])
})

test.each(['no-role', 'pi-only', 'as-only'] as const)('a licence of %s reads no account', async (preset) => {
  const tpp = await tppWithFault(preset, `PSDNL-DNB-${preset}`)
  const answer = await tpp.call('/v1/accounts')
  expect([answer.status, answer.code]).toEqual([401, 'ROLE_INVALID'])
  // Identified, so its refused call is on record.
  expect(await rowsOf(`PSDNL-DNB-${preset}`)).toMatchObject([
    { status: 401, code: 'ROLE_INVALID', route: '/v1/accounts' },
  ])
})

test.each(['no-role', 'as-only'] as const)('a licence of %s pays nothing', async (preset) => {
  const tpp = await tppWithFault(preset, `PSDNL-DNB-PAYS-${preset}`)
  for (const [method, below] of [
    ['POST', ''],
    ['GET', '/x'],
    ['GET', '/x/status'],
    ['DELETE', '/x'],
    ['GET', '/x/authorisations'],
    ['GET', '/x/authorisations/y'],
  ] as const) {
    const answer = await tpp.call(`/v1/payments/sepa-credit-transfers${below}`, { method })
    expect([answer.status, answer.code]).toEqual([401, 'ROLE_INVALID'])
  }
})

test('a paused third party is CERTIFICATE_BLOCKED, and its call is on record', async () => {
  const tpp = await tppWithQwac('PSDNL-DNB-PAUSED')
  await tpp.call('/v1/consents/x/status')
  await database().update(tpps).set({ status: 'paused' }).where(eq(tpps.id, 'PSDNL-DNB-PAUSED'))
  later(2)
  const answer = await tpp.call('/v1/consents/x/status')
  expect([answer.status, answer.code]).toEqual([401, 'CERTIFICATE_BLOCKED'])
  expect((await rowsOf('PSDNL-DNB-PAUSED')).map(({ code }) => code).sort()).toEqual([
    'CERTIFICATE_BLOCKED',
    'CONSENT_UNKNOWN',
  ])
})

test('a proxy header from the wire makes nobody a third party', async () => {
  const { clientCert } = await tppWithQwac('PSDNL-DNB-VICTIM')
  const headers = {
    'client-cert': clientCert,
    'x-client-cert-secret': 'guess',
    'x-forwarded-for': '192.0.2.9',
  }
  expect((await stranger().call('/v1/accounts', { headers })).code).toBe('CERTIFICATE_MISSING')
  expect(await rowsOf('PSDNL-DNB-VICTIM')).toEqual([])
})

test('unidentified calls are counted per rule, source and minute, and leave no row of the access log', async () => {
  const before = await database().select().from(accessLog)
  const counted = async () =>
    (await database().select().from(securityEvents)).filter(({ rule }) => rule === 'CERTIFICATE_MISSING')
  const total = (rows: { count: number }[]) => rows.reduce((sum, { count }) => sum + count, 0)
  const earlier = total(await counted())
  await Promise.all(Array.from({ length: 20 }, () => stranger().call('/v1/accounts')))
  const rows = await counted()
  expect(total(rows) - earlier).toBe(20)
  expect(rows.length).toBeLessThanOrEqual(2)
  expect(await database().select().from(accessLog)).toHaveLength(before.length)
})

test('the first valid call enrols, once, whatever arrives at the same time', async () => {
  const name = '<b>Név & Co</b>'
  const [tpp, again] = await Promise.all([
    tppWithQwac('PSDNL-DNB-NEW', { name }),
    tppWithQwac('PSDNL-DNB-NEW', { name }),
  ])
  await Promise.all([tpp, tpp, again].map((one) => one.call('/v1/consents/x/status')))
  expect(
    await database().select().from(applications).where(eq(applications.tppId, 'PSDNL-DNB-NEW')),
  ).toMatchObject([{ clientId: 'PSDNL-DNB-NEW', redirectUris: [] }])
  const events = await database().select().from(auditEvents).where(eq(auditEvents.tppId, 'PSDNL-DNB-NEW'))
  expect(events.map(({ type }) => type).sort()).toEqual(['tpp.certificate-seen', 'tpp.enrolled'])
})

test('a renewed certificate is the same third party and finds its consents', async () => {
  const before = await tppWithQwac('PSDNL-DNB-RENEWS')
  const created = await before.call('/v1/consents', {
    method: 'POST',
    headers: { 'psu-ip-address': '192.0.2.1' },
    body: {
      access: { accounts: [], balances: [] },
      recurringIndicator: true,
      validUntil: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
      frequencyPerDay: 4,
      combinedServiceIndicator: false,
    },
  })
  expect(created.status).toBe(201)
  const after = await tppWithQwac('PSDNL-DNB-RENEWS', { name: 'Renewed SA' })
  const status = await after.call(`/v1/consents/${created.json.consentId}/status`)
  expect(status.json).toEqual({ consentStatus: 'received' })
  const certificates = await database()
    .select()
    .from(tppCertificates)
    .where(eq(tppCertificates.tppId, 'PSDNL-DNB-RENEWS'))
  expect(certificates).toHaveLength(2)
  const other = await tppWithQwac('PSDNL-DNB-OTHER')
  const foreign = await other.call(`/v1/consents/${created.json.consentId}`)
  const absent = await other.call('/v1/consents/00000000-0000-4000-8000-000000000000')
  expect([foreign.status, foreign.text]).toEqual([403, absent.text])
})

// The last of this file: what the process remembers from here on lies ahead of its own clock.
test('a stale revocation list is our failure: 503, so that nobody is told that a good certificate is bad', async () => {
  const tpp = await tppWithQwac('PSDNL-DNB-STALE')
  expect((await tpp.call('/v1/consents/x/status')).code).toBe('CONSENT_UNKNOWN')
  await publishList(-8)
  later(30)
  const answer = await tpp.call('/v1/consents/x/status')
  expect([answer.status, answer.code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
})
