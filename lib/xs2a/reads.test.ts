import { randomUUID, X509Certificate } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { requestMeasurements } from '@/db/schema/measurements'
import { psus } from '@/db/schema/psus'
import { dpopKey } from '@/e2e/fixtures/dpop-key'
import { givenAccount, givenBooking, givenConsent, givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { tppWithQwac, type Wire } from '@/e2e/fixtures/xs2a-tpp'
import { PSU_ADDRESS } from '@/lib/consent/seal-psu-address'
import { flushMeasurements } from '@/lib/measurements/record-request'
import { vaultKey } from '@/lib/vault/vault'

const TPP = 'PSDNL-DNB-READS'
const tpp = await tppWithQwac(TPP)
const thumbprint = thumbprintOf(tpp)
const owner = new Client(process.env.DATABASE_OWNER_URL)
await owner.connect()
afterAll(() => owner.end())
const psuId = await givenPsu()
const account = await givenAccount({ psuId, bookings: [givenBooking('2026-01-01')] })
const second = await givenAccount({ psuId })

function thumbprintOf({ clientCert }: Wire): string {
  const der = new X509Certificate(Buffer.from(clientCert.slice(1, -1), 'base64'))
  return Buffer.from(der.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')
}

/** A valid consent of this third party with a certificate-bound token, and reads with both. */
async function given(change: Partial<Parameters<typeof givenConsent>[0]> = {}) {
  const consent = await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId: account }], ...change })
  const token = await givenToken({ grantId: consent.grantId, certificateThumbprint: thumbprint })
  const read = (path: string, headers: Record<string, string | undefined> = {}, from = tpp) =>
    from.call(path, {
      headers: {
        'consent-id': consent.consentId,
        authorization: `Bearer ${token}`,
        'psu-ip-address': '192.0.2.77',
        ...headers,
      },
    })
  return { ...consent, token, read }
}

const short = ({ status, code }: { status: number; code: string | null }) => [status, code]
const rowsOf = (consentId: string) =>
  database().select().from(accessLog).where(eq(accessLog.consentId, consentId))

test('only the accounts of the consent are listed, with links for the rights given and nothing more', async () => {
  const { read } = await given({ accounts: [{ accountId: account, transactions: false }] })
  const { status, json } = await read('/v1/accounts')
  expect(status).toBe(200)
  expect(json.accounts).toHaveLength(1)
  expect(json.accounts[0]).toMatchObject({
    resourceId: account,
    currency: 'DKK',
    cashAccountType: 'CACC',
    status: 'enabled',
  })
  expect(Object.keys(json.accounts[0]._links)).toEqual(['balances'])
  expect(json.accounts[0]).not.toHaveProperty('ownerName')
  expect(json.accounts[0]).not.toHaveProperty('balances')
})

test('balances are decimal strings with the digits of their currency', async () => {
  const { read } = await given()
  const { json } = await read(`/v1/accounts/${account}/balances`)
  expect(json.balances.map((one: { balanceAmount: object }) => one.balanceAmount)).toEqual([
    { amount: '1204.50', currency: 'DKK' },
    { amount: '-12.05', currency: 'DKK' },
  ])
  expect((await read('/v1/accounts?withBalance=true')).json.accounts[0].balances).toEqual(json.balances)
  expect((await read(`/v1/accounts/${account}?withBalance=true`)).json.account.balances).toEqual(
    json.balances,
  )
})

test('a list with balances shows those of the accounts whose balances are shared, and no others', async () => {
  const accounts = [{ accountId: account }, { accountId: second, balances: false, transactions: false }]
  const { read } = await given({ accounts })
  const { json } = await read('/v1/accounts?withBalance=true')
  const shown = json.accounts.map((one: { resourceId: string; balances?: object[] }) => [
    one.resourceId,
    one.balances?.length,
  ])
  expect(new Map(shown)).toEqual(
    new Map([
      [account, 2],
      [second, undefined],
    ]),
  )
})

test('a right that was not given is CONSENT_INVALID and is recorded as refused, withBalance too', async () => {
  const { consentId, read } = await given({
    accounts: [{ accountId: account, balances: false, transactions: false }],
  })
  const transactions = 'bookingStatus=booked&dateFrom=2026-01-01'
  for (const path of [
    `/v1/accounts/${account}/balances`,
    `/v1/accounts/${account}/transactions?${transactions}`,
    `/v1/accounts/${account}?withBalance=true`,
    '/v1/accounts?withBalance=true',
  ])
    expect(short(await read(path))).toEqual([401, 'CONSENT_INVALID'])
  expect((await rowsOf(consentId)).map(short)).toEqual(Array(4).fill([401, 'CONSENT_INVALID']))
  expect((await read('/v1/accounts')).status).toBe(200)
  expect((await read('/v1/accounts?withBalance=false')).status).toBe(200)
})

test('an account outside the consent, unknown or nonsense', async () => {
  const { read } = await given()
  await given({ accounts: [{ accountId: second }] })
  expect(short(await read(`/v1/accounts/${second}`))).toEqual([401, 'CONSENT_INVALID'])
  const hidden = await givenAccount({ psuId })
  const answers = await Promise.all(
    [hidden, randomUUID(), 'nonsense'].map((id) => read(`/v1/accounts/${id}`)),
  )
  for (const answer of answers) expect(short(answer)).toEqual([404, 'RESOURCE_UNKNOWN'])
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
})

test("another third party's consent in the header is 400 exactly like one that does not exist", async () => {
  const { consentId } = await given()
  const other = await tppWithQwac('PSDNL-DNB-THIEF')
  const mine = (id: string) =>
    other.call('/v1/accounts', {
      headers: { 'consent-id': id, authorization: 'Bearer aaaaaaaaaaaaaaaaaaaa' },
    })
  const answers = await Promise.all([consentId, randomUUID(), 'nonsense'].map(mine))
  for (const answer of answers) expect(short(answer)).toEqual([400, 'CONSENT_UNKNOWN'])
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  // The owner's history shows nothing of it.
  expect(await rowsOf(consentId)).toEqual([])
})

test('a token that is missing, invented, or shown over another certificate', async () => {
  const { read } = await given()
  expect(short(await read('/v1/accounts', { authorization: undefined }))).toEqual([401, 'TOKEN_UNKNOWN'])
  const invented = await read('/v1/accounts', { authorization: 'Bearer aaaaaaaaaaaaaaaaaaaaaaa' })
  expect(short(invented)).toEqual([401, 'TOKEN_UNKNOWN'])
  expect(invented.headers['www-authenticate']).toContain('invalid_token')
  const renewed = await tppWithQwac(TPP)
  expect(short(await read('/v1/accounts', {}, renewed))).toEqual([401, 'TOKEN_INVALID'])
  expect((await read('/v1/accounts')).status).toBe(200)
})

test('a DPoP-bound token works with a fresh proof of its key for this very request, once', async () => {
  const { read, grantId } = await given()
  const key = dpopKey()
  const token = await givenToken({ grantId, keyThumbprint: key.thumbprint })
  const path = '/v1/accounts'
  const shown = (proof: string | undefined) =>
    read(`${path}?withBalance=true`, { authorization: `DPoP ${token}`, dpop: proof })
  const proof = key.prove(token, `/xs2a${path}`)
  expect((await shown(proof)).status).toBe(200)
  expect(short(await shown(proof))).toEqual([401, 'TOKEN_INVALID'])
  expect(short(await shown(undefined))).toEqual([401, 'TOKEN_INVALID'])
  expect(short(await shown(dpopKey().prove(token, `/xs2a${path}`)))).toEqual([401, 'TOKEN_INVALID'])
  expect(short(await shown(key.prove(token, '/xs2a/v1/consents')))).toEqual([401, 'TOKEN_INVALID'])
  expect(short(await read(path, { authorization: `Bearer ${token}` }))).toEqual([401, 'TOKEN_INVALID'])
})

test('after a stop every token, dead or invented, meets CONSENT_INVALID and is told that sharing has stopped', async () => {
  const { read, consentId, grantId } = await given()
  expect((await read('/v1/accounts')).status).toBe(200)
  await owner.query(`update consents set status = 'revokedByPsu' where id = $1`, [consentId])
  await owner.query('delete from oauth_records where grant_id = $1', [grantId])
  for (const authorization of [undefined, 'Bearer aaaaaaaaaaaaaaaaaaaaaaa', 'Basic x']) {
    const answer = await read('/v1/accounts', { authorization })
    expect(short(answer)).toEqual([401, 'CONSENT_INVALID'])
    expect(answer.json.tppMessages[0].text).toContain('stopped sharing')
  }
  const dead = await read('/v1/accounts')
  expect(short(dead)).toEqual([401, 'CONSENT_INVALID'])
  const rows = await rowsOf(consentId)
  expect(rows.map(({ status, code, psuId: whose }) => [status, code, whose])).toEqual([
    [200, null, psuId],
    ...Array.from({ length: 4 }, () => [401, 'CONSENT_INVALID', psuId]),
  ])
})

test('the fifth read without the customer is 429; with the customer there is no limit', async () => {
  const { read } = await given()
  const path = `/v1/accounts/${account}/balances`
  const away = { 'psu-ip-address': undefined }
  const answers = await Promise.all(Array.from({ length: 12 }, () => read(path, away)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(4)
  expect(answers.filter(({ status, code }) => status === 429 && code === 'ACCESS_EXCEEDED')).toHaveLength(8)
  for (const { headers } of answers.filter(({ status }) => status === 429))
    expect(Number(headers['retry-after'])).toBeGreaterThan(86_000)
  for (let time = 0; time < 6; time++) expect((await read(path)).status).toBe(200)
  expect((await read('/v1/accounts', away)).status).toBe(200)
})

test('each call is one row under a call id of ours, though X-Request-ID repeats, with the address under the customer’s key', async () => {
  const { read, consentId } = await given()
  const id = randomUUID()
  await read('/v1/accounts', { 'x-request-id': id })
  await read('/v1/accounts', { 'x-request-id': id })
  await read(`/v1/accounts/${account}/balances`, {
    'x-request-id': id,
    authorization: 'Bearer aaaaaaaaaaaaaaaaaaaaaaa',
  })
  const rows = await rowsOf(consentId)
  expect(rows.map(({ route, status, items }) => [route, status, items]).sort()).toEqual([
    ['/v1/accounts', 200, 1],
    ['/v1/accounts', 200, 1],
    ['/v1/accounts/{account-id}/balances', 401, null],
  ])
  expect(new Set(rows.map(({ callId }) => callId)).size).toBe(3)
  const [psu] = await database().select().from(psus).where(eq(psus.id, psuId))
  const key = await vaultKey(psu?.keyId ?? '')
  for (const { sealedPsuAddress } of rows)
    expect(sealedPsuAddress && key.open(PSU_ADDRESS, sealedPsuAddress)).toBe('192.0.2.77')
})

test('a read that fails on our side after it was granted is 500 with a reference, also in the log, never a stack', async () => {
  const { read, consentId } = await given({ accounts: [{ accountId: second }] })
  await owner.query(`update ledger_accounts set sealed_iban = '\\x00' where id = $1`, [second])
  const answer = await read('/v1/accounts')
  expect(short(answer)).toEqual([500, 'INTERNAL_SERVER_ERROR'])
  expect(answer.text).not.toMatch(/at |sealed|Error:/)
  const failed = (await rowsOf(consentId)).find(({ corrects }) => corrects !== null)
  expect(failed).toMatchObject({ status: 500, code: 'INTERNAL_SERVER_ERROR' })
  expect(answer.json.tppMessages[0].text).toContain(failed?.callId)
})

test('how long a call took and who caused its error is measured', async () => {
  await tpp.call('/v1/nothing')
  await flushMeasurements()
  const rows = await database()
    .select()
    .from(requestMeasurements)
    .where(eq(requestMeasurements.route, 'unmatched'))
  expect(rows).toMatchObject([{ channel: 'tpp', tppId: TPP, status: 404, errorCause: 'caller' }])
  expect(rows[0]?.durationMicros).toBeGreaterThan(0)
})
