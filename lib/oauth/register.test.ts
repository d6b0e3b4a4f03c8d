import { eq } from 'drizzle-orm'
import { exportJWK, generateKeyPair } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { auditEvents } from '@/db/schema/audit'
import { tpps } from '@/db/schema/tpps'
import { fetchAs, issueQwac, publishList, type Qwac, revokeQwac } from '@/e2e/fixtures/oauth-door'
import { env } from '@/lib/env'

const ORG = 'PSDNL-DNB-REGISTER'
let qwac: Qwac
let key: Record<string, unknown>
beforeAll(async () => {
  qwac = await issueQwac(ORG)
  const { publicKey } = await generateKeyPair('ES256', { extractable: true })
  key = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }
})

const good = () => ({
  redirect_uris: ['https://saldo.example/callback', 'http://127.0.0.1:4000/callback'],
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [key] },
  client_name: 'Saldo',
  client_uri: 'https://saldo.example/',
  purposes: ['To show your money in one place'],
})

async function register(body: unknown, by: Qwac | null = qwac, origin = env.MTLS_ORIGIN) {
  const answer = await fetchAs(by)(`${origin}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, json: await answer.json() }
}

test('without a certificate nobody registers, wherever they call', async () => {
  for (const origin of [env.PUBLIC_ORIGIN, env.MTLS_ORIGIN])
    expect(await register(good(), null, origin)).toMatchObject({
      status: 401,
      json: { error: 'invalid_client', tppMessages: [{ category: 'ERROR', code: 'CERTIFICATE_MISSING' }] },
    })
  const read = await fetchAs(null)(`${env.PUBLIC_ORIGIN}/oauth/register`)
  expect(read.status).toBe(401)
})

test('a revoked certificate is CERTIFICATE_REVOKED, a paused third party CERTIFICATE_BLOCKED', async () => {
  const doomed = await issueQwac('PSDNL-DNB-DOOMED')
  await revokeQwac('PSDNL-DNB-DOOMED')
  const code = async (by: Qwac) =>
    (await register({ ...good(), client_name: undefined }, by)).json.tppMessages?.[0]?.code
  await expect.poll(() => code(doomed)).toBe('CERTIFICATE_REVOKED')
  const paused = await issueQwac('PSDNL-DNB-PAUSED')
  expect((await register({ ...good(), client_name: undefined }, paused)).status).toBe(201)
  await database().update(tpps).set({ status: 'paused' }).where(eq(tpps.id, 'PSDNL-DNB-PAUSED'))
  await expect.poll(() => code(paused)).toBe('CERTIFICATE_BLOCKED')
})

test('while the revocation list is stale the answer is 503, and nobody is told that the certificate is bad', async () => {
  const waiting = await issueQwac('PSDNL-DNB-STALE')
  const ask = () => register({ ...good(), client_name: undefined }, waiting)
  await publishList(-8)
  try {
    await expect.poll(async () => (await ask()).status).toBe(503)
    expect((await ask()).json).toMatchObject({
      error: 'temporarily_unavailable',
      tppMessages: [{ category: 'ERROR', code: 'SERVICE_UNAVAILABLE' }],
    })
  } finally {
    await publishList(0)
  }
  await expect.poll(async () => (await ask()).status).toBeLessThan(300)
})

test.each([
  ['no redirect', { redirect_uris: [] }, 'invalid_redirect_uri'],
  ['a plain http redirect', { redirect_uris: ['http://saldo.example/cb'] }, 'invalid_redirect_uri'],
  ['a fragment', { redirect_uris: ['https://saldo.example/cb#x'] }, 'invalid_redirect_uri'],
  ['a user name', { redirect_uris: ['https://bank@saldo.example/cb'] }, 'invalid_redirect_uri'],
  ['a script', { redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
  ['a line break', { redirect_uris: ['https://saldo.example/\r\nset-cookie:a'] }, 'invalid_redirect_uri'],
  ['an address of keys', { jwks: undefined, jwks_uri: 'http://169.254.169.254/' }, 'invalid_client_metadata'],
  ['a logo', { logo_uri: 'https://saldo.example/logo.svg' }, 'invalid_client_metadata'],
  ['a sector', { sector_identifier_uri: 'https://saldo.example/' }, 'invalid_client_metadata'],
  ['request addresses', { request_uris: ['https://saldo.example/r'] }, 'invalid_client_metadata'],
  [
    'a plain address for requests to delete',
    { data_removal_endpoint: 'http://saldo.example/d' },
    'invalid_client_metadata',
  ],
  ['one with a fragment', { data_removal_endpoint: 'https://saldo.example/d#x' }, 'invalid_client_metadata'],
  [
    'one on another port',
    { data_removal_endpoint: 'https://saldo.example:8443/d' },
    'invalid_client_metadata',
  ],
  [
    'one under no name of the certificate',
    { data_removal_endpoint: 'https://saldo.example/d' },
    'invalid_client_metadata',
  ],
  ['one that is an IP address', { data_removal_endpoint: 'https://10.0.0.1/d' }, 'invalid_client_metadata'],
  ['one at the bank', { data_removal_endpoint: `${env.MTLS_ORIGIN}/xs2a` }, 'invalid_client_metadata'],
  [
    'events pushed to nobody of the certificate',
    { event_delivery: { method: 'urn:ietf:rfc:8935', endpoint_url: 'https://saldo.example/e' } },
    'invalid_client_metadata',
  ],
  ['events pushed nowhere', { event_delivery: { method: 'urn:ietf:rfc:8935' } }, 'invalid_client_metadata'],
  ['events in no known way', { event_delivery: { method: 'urn:mail' } }, 'invalid_client_metadata'],
  ['a secret as method', { token_endpoint_auth_method: 'client_secret_basic' }, 'invalid_client_metadata'],
  ['no keys', { jwks: undefined }, 'invalid_client_metadata'],
  ['a symmetric key', { jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }, 'invalid_client_metadata'],
  [
    'an RSA key that anybody signs with: its exponent is 1',
    { jwks: { keys: [{ kty: 'RSA', n: Buffer.alloc(256, 255).toString('base64url'), e: 'AQ' }] } },
    'invalid_client_metadata',
  ],
  [
    'an RSA key with the exponent 3',
    { jwks: { keys: [{ kty: 'RSA', n: Buffer.alloc(256, 255).toString('base64url'), e: 'Aw' }] } },
    'invalid_client_metadata',
  ],
  [
    'a small RSA key',
    { jwks: { keys: [{ kty: 'RSA', n: 'x'.repeat(171), e: 'AQAB' }] } },
    'invalid_client_metadata',
  ],
  [
    'a huge RSA key',
    { jwks: { keys: [{ kty: 'RSA', n: 'x'.repeat(2731), e: 'AQAB' }] } },
    'invalid_client_metadata',
  ],
  ['another response type', { response_types: ['code id_token'] }, 'invalid_client_metadata'],
  ['another grant', { grant_types: ['client_credentials'] }, 'invalid_client_metadata'],
  ['a name turned round', { client_name: 'Saldo\u202ebank' }, 'invalid_client_metadata'],
  ['a name of two scripts', { client_name: 'Nordhаvn' }, 'invalid_client_metadata'],
  ['a name with markup', { client_name: '<img src=x>' }, 'invalid_client_metadata'],
  ['a name that never ends', { client_name: 'x'.repeat(61) }, 'invalid_client_metadata'],
  ['an address as name', { client_name: 'https://evil.example/login' }, 'invalid_client_metadata'],
  ['a host as name', { client_name: 'Saldo evil.example' }, 'invalid_client_metadata'],
  ['an address as purpose', { purposes: ['Call or see https://evil.example'] }, 'invalid_client_metadata'],
  ['an invisible name', { client_name: '\u200b' }, 'invalid_client_metadata'],
  [
    'too many purposes',
    { purposes: Array.from({ length: 11 }, (_, n) => `${n}`) },
    'invalid_client_metadata',
  ],
])('a registration with %s is refused, with a text that says what to do', async (_what, bent, error) => {
  const { status, json } = await register({ ...good(), ...bent })
  expect({ status, error: json.error }).toEqual({ status: 400, error })
  expect(json.error_description.length).toBeGreaterThan(10)
})

test('an address for requests to delete lies under a name of the certificate, is read back, and goes when it is left out', async () => {
  const own = await issueQwac('PSDNL-DNB-DELETES', undefined, ['api.deletes.example'])
  const data_removal_endpoint = 'https://api.deletes.example/removals'
  const event_delivery = { method: 'urn:ietf:rfc:8935', endpoint_url: 'https://api.deletes.example/events' }
  const named = { ...good(), client_name: undefined, data_removal_endpoint, event_delivery }
  expect(await register(named, own)).toMatchObject({
    status: 201,
    json: { data_removal_endpoint, event_delivery },
  })
  const fetched = { ...named, event_delivery: { method: 'urn:ietf:rfc:8936' } }
  expect((await register(fetched, own)).json.event_delivery).toEqual({
    method: 'urn:ietf:rfc:8936',
    endpoint_url: `${env.MTLS_ORIGIN}/xs2a/v1/events/poll`,
  })
  const { json } = await register({ ...named, data_removal_endpoint: undefined }, own)
  expect(json).not.toHaveProperty('data_removal_endpoint')
})

test('a private key is refused', async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const { status, json } = await register({ ...good(), jwks: { keys: [await exportJWK(privateKey)] } })
  expect({ status, error: json.error }).toEqual({ status: 400, error: 'invalid_client_metadata' })
  expect(JSON.stringify(await database().select().from(applications))).not.toContain('"d":')
})

test('what is no JSON object, and what is too large, is refused', async () => {
  for (const body of ['', '[]', 'null', '{"a":', '"x"']) expect((await register(body)).status).toBe(400)
  expect((await register({ ...good(), padding: 'x'.repeat(70_000) })).status).toBe(413)
})

test('registering twice changes one application; reading gives back what was set; both are in the trail', async () => {
  const first = await register({ ...good(), unknown_member: 'ignored' })
  expect(first).toMatchObject({ status: 201, json: { client_id: ORG, client_name: 'Saldo' } })
  expect(first.json).not.toHaveProperty('unknown_member')
  const second = await register({ ...good(), client_name: 'Saldo 2' })
  expect(second).toMatchObject({ status: 200, json: { client_id: ORG, client_name: 'Saldo 2' } })
  const read = await fetchAs(qwac)(`${env.MTLS_ORIGIN}/oauth/register`)
  expect(await read.json()).toEqual(second.json)
  const rows = await database().select().from(applications).where(eq(applications.tppId, ORG))
  expect(rows).toHaveLength(1)
  const events = await database().select().from(auditEvents).where(eq(auditEvents.tppId, ORG))
  expect(events.map(({ type }) => type).sort()).toEqual([
    'tpp.enrolled',
    'tpp.registered',
    'tpp.registered',
    'tpp.renamed',
  ])
})
