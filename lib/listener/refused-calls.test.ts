import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { refusedCalls } from '@/db/schema/refused-calls'
import { revoke, stranger, tppWithFault, tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { lastCalls } from '@/lib/tpp/last-calls'
import { noteRefusedCall, takeRefusedCalls } from '@/lib/tpp/refused-calls'
import { writeRefusedCalls } from '@/lib/tpp/write-refused-calls'

// Issue 4, developer pages: a third party sees its own calls that were refused for a certificate, and nobody else's forgery.

const YEAR_MILLIS = 365 * 86_400_000

beforeEach(async () => {
  takeRefusedCalls()
  await database().delete(refusedCalls)
})

const kept = async () => {
  await writeRefusedCalls()
  return database().select().from(refusedCalls)
}

test.each([
  ['other-chain', new Date()],
  // It has ended as well, which is judged before who issued it.
  ['other-chain', new Date(Date.now() - 12 * YEAR_MILLIS)],
  ['other-issuer-name', new Date()],
  ['service-withdrawn', new Date()],
  ['is-authority', new Date()],
  ['eseal-as-web', new Date()],
  ['two-psd2-statements', new Date()],
  ['identity-mismatch', new Date()],
  ['authority-unknown', new Date()],
] as const)('%s of %s: whoever no listed CA vouches for is put down to nobody', async (preset, issued) => {
  const tpp = await tppWithFault(preset, 'PSDNL-DNB-VICTIM', issued)
  expect((await tpp.call('/v1/consents/x')).status).toBe(401)
  expect((await tpp.call('/oauth/par', { method: 'POST', door: '' })).status).toBe(401)
  expect(await kept()).toEqual([])
})

test('nobody without a certificate, and nobody whose call was served', async () => {
  const tpp = await tppWithQwac('PSDNL-DNB-SERVED')
  await stranger().call('/v1/consents/x')
  expect((await tpp.call('/v1/consents/x')).code).toBe('CONSENT_UNKNOWN')
  // Asking why is no call that was refused.
  await (await tppWithFault('expired')).call('/certificate', { door: '' })
  expect(await kept()).toEqual([])
})

test('a revoked one: a row a minute however often, with the last request, and nothing of what the call claims', async () => {
  const tppId = 'PSDNL-DNB-REFUSED'
  const tpp = await tppWithQwac(tppId)
  expect((await tpp.call('/v1/consents/x')).code).toBe('CONSENT_UNKNOWN')
  await revoke(tppId)
  const read = (requestId: string) =>
    tpp.call('/v1/accounts', {
      headers: { 'x-request-id': requestId, 'consent-id': randomUUID(), authorization: 'Bearer x' },
    })
  await expect.poll(async () => (await read(randomUUID())).code).toBe('CERTIFICATE_REVOKED')
  await kept()
  await database().delete(refusedCalls)
  const last = randomUUID()
  for (const id of [randomUUID(), randomUUID(), last]) await read(id)
  await kept()
  for (const id of [randomUUID(), last]) await read(id)
  const rows = await kept()
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(5)
  // Two, where a minute began meanwhile.
  expect(rows.length).toBeLessThanOrEqual(2)
  const [seen] = await lastCalls(tppId, new Date())
  expect(seen).toMatchObject({
    method: 'GET',
    route: '/v1/accounts',
    status: 401,
    code: 'CERTIFICATE_REVOKED',
    requestId: last,
    refused: { reason: 'REVOKED' },
  })
  const { rows: logged } = await database().execute(
    sql`select 1 from access_log where tpp_id = ${tppId} and status = 401`,
  )
  expect(logged).toEqual([])
})

test('who writes while the write of the clock is under way is told only when that one stands, too', async () => {
  const refused = {
    organizationIdentifier: 'PSDNL-DNB-MEANWHILE',
    thumbprint: 'x',
    reason: 'EXPIRED',
  } as const
  const answered = { method: 'GET', route: '/v1/accounts', status: 401, code: 'CERTIFICATE_EXPIRED' }
  noteRefusedCall({ ...answered, requestId: null, refused })
  const ended: string[] = []
  const byClock = writeRefusedCalls().then(() => ended.push('what it had taken'))
  await Promise.all([byClock, writeRefusedCalls().then(() => ended.push('the next'))])
  expect(ended).toEqual(['what it had taken', 'the next'])
})

test.each([
  ['expired', 'CERTIFICATE_EXPIRED', 'EXPIRED'],
  ['not-yet-valid', 'CERTIFICATE_INVALID', 'NOT_YET_VALID'],
] as const)('%s: known by who issued it, at both doors', async (preset, code, reason) => {
  const tppId = `PSDNL-DNB-${preset.toUpperCase()}`
  const tpp = await tppWithFault(preset, tppId)
  expect((await tpp.call('/v1/consents/x')).code).toBe(code)
  await kept()
  expect(await lastCalls(tppId, new Date())).toMatchObject([
    { route: '/v1/consents/{consentId}', code, refused: { reason, count: 1 } },
  ])
  await tpp.call('/oauth/par?request=secret', { method: 'POST', door: '' })
  await tpp.call('/oauth/register', { door: '' })
  await tpp.call('/.well-known/oauth-authorization-server', { door: '' })
  await kept()
  const seen = await lastCalls(tppId, new Date())
  expect(seen[0]).toMatchObject({ route: '/oauth/register', status: 401, code, refused: { reason } })
  // Of all of them together: a minute may have begun meanwhile.
  expect(seen.reduce((sum, { refused }) => sum + (refused?.count ?? 0), 0)).toBe(3)
})
