import { eq } from 'drizzle-orm'
import { base64url, generateKeyPair } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { tpps } from '@/db/schema/tpps'
import { issueQwac, revokeQwac } from '@/e2e/fixtures/oauth-door'
import { assertion, post } from '@/e2e/fixtures/oauth-raw'
import { givenTpp, REDIRECT_URI, type Tpp } from '@/e2e/fixtures/oauth-tpp'
import { env } from '@/lib/env'

// THR-04: weak client authentication. THR-21: a certificate that is no good, or another's.

let tpp: Tpp
beforeAll(async () => {
  tpp = await givenTpp()
})

const REQUEST = {
  response_type: 'code',
  redirect_uri: REDIRECT_URI,
  scope: 'openid',
  code_challenge: 'a'.repeat(43),
  code_challenge_method: 'S256',
}
const pushWith = (jwt: string | null, how = {}) =>
  post(tpp, '/oauth/par', REQUEST, { assertion: jwt, ...how })
const seconds = () => Math.floor(Date.now() / 1000)

test('a good assertion is accepted once', async () => {
  const jwt = await assertion(tpp)
  expect((await pushWith(jwt)).status).toBe(201)
  expect(await pushWith(jwt)).toMatchObject({ status: 401, error: 'invalid_client' })
})

test.each([
  ['the endpoint as audience', () => ({ aud: `${env.PUBLIC_ORIGIN}/oauth/par` })],
  ['the token endpoint as audience', () => ({ aud: `${env.PUBLIC_ORIGIN}/oauth/token` })],
  ['the issuer in a list as audience', () => ({ aud: [env.PUBLIC_ORIGIN] })],
  ['another server as audience', () => ({ aud: 'https://other.example' })],
  ['no audience', () => ({ aud: undefined })],
  ['an end in the past', () => ({ exp: seconds() - 60 })],
  ['no end', () => ({ exp: undefined })],
  ['an end an hour ahead', () => ({ exp: seconds() + 3600 })],
  ['a beginning in the future', () => ({ nbf: seconds() + 120 })],
  ['no jti', () => ({ jti: undefined })],
  ['another issuer', () => ({ iss: 'PSDNL-DNB-OTHER' })],
])('an assertion with %s is refused', async (_what, claims) => {
  const { error, status } = await pushWith(await assertion(tpp, { claims: claims() }))
  expect(error).toBe('invalid_client')
  expect([400, 401]).toContain(status)
})

test('an assertion signed by another key, or by an algorithm that FAPI does not allow, is refused', async () => {
  const other = await generateKeyPair('PS256')
  const { publicKey: _, privateKey: rsa } = await generateKeyPair('RS256')
  const secret = new TextEncoder().encode(JSON.stringify(tpp.org).padEnd(32, 'x'))
  const unsigned = `${base64url.encode(JSON.stringify({ alg: 'none' }))}.${(await assertion(tpp)).split('.')[1]}.`
  const forged = [
    await assertion(tpp, { key: other.privateKey }),
    await assertion(tpp, { key: rsa, header: { alg: 'RS256' } }),
    await assertion(tpp, { key: secret, header: { alg: 'HS256' } }),
    unsigned,
  ]
  for (const jwt of forged)
    expect(await pushWith(jwt)).toMatchObject({ status: 401, error: 'invalid_client' })
})

test('a client that registered keys cannot come with a certificate alone, a secret, or nothing', async () => {
  const refused = [
    await pushWith(null),
    await pushWith(null, { origin: env.MTLS_ORIGIN, qwac: tpp.qwac }),
    await post(tpp, '/oauth/par', { ...REQUEST, client_secret: 'x' }, { assertion: null }),
  ]
  for (const { error } of refused) expect(error).toBe('invalid_client')
})

test('tls_client_auth: without a certificate, or with that of another organisation, it is refused', async () => {
  const byCertificate = await givenTpp({ method: 'tls_client_auth' })
  const to = { assertion: null, origin: env.MTLS_ORIGIN }
  const good = await post(byCertificate, '/oauth/par', REQUEST, { ...to, qwac: byCertificate.qwac })
  expect(good.status).toBe(201)
  for (const how of [
    to,
    { ...to, qwac: tpp.qwac },
    { assertion: null },
    { ...to, origin: env.PUBLIC_ORIGIN },
  ])
    expect(await post(byCertificate, '/oauth/par', REQUEST, how)).toMatchObject({ error: 'invalid_client' })
})

test('a renewed certificate is the same client', async () => {
  const byCertificate = await givenTpp({ method: 'tls_client_auth' })
  const renewed = await issueQwac(byCertificate.org)
  expect(renewed.cert.equals(byCertificate.qwac.cert)).toBe(false)
  const how = { assertion: null, origin: env.MTLS_ORIGIN, qwac: renewed }
  expect((await post(byCertificate, '/oauth/par', REQUEST, how)).status).toBe(201)
})

test('a revoked certificate on the connection refuses the client, even with a good assertion', async () => {
  const doomed = await givenTpp()
  await revokeQwac(doomed.org)
  await expect
    .poll(
      async () =>
        (await post(doomed, '/oauth/par', REQUEST, { origin: env.MTLS_ORIGIN, qwac: doomed.qwac })).error,
    )
    .toBe('invalid_client')
})

test("another organisation's certificate on the connection refuses the client, even with a good assertion", async () => {
  const other = await givenTpp()
  const how = { origin: env.MTLS_ORIGIN, qwac: other.qwac }
  expect(await post(tpp, '/oauth/par', REQUEST, how)).toMatchObject({ status: 401, error: 'invalid_client' })
})

test('a client id that is not its own is told so to whoever shows a certificate, and to nobody else', async () => {
  const byCertificate = await givenTpp({ method: 'tls_client_auth' })
  const how = { assertion: null, origin: env.MTLS_ORIGIN, qwac: byCertificate.qwac }
  const push = (client_id: string, over = {}) =>
    post(byCertificate, '/oauth/par', { ...REQUEST, client_id }, { ...how, ...over })
  for (const named of ['my-app', tpp.org])
    expect((await push(named)).json).toMatchObject({
      error: 'invalid_client',
      error_description: expect.stringMatching(/organizationIdentifier/),
    })
  const stranger = { origin: env.PUBLIC_ORIGIN, qwac: undefined }
  const untold = await push('my-app', stranger)
  expect((await push(tpp.org, stranger)).json).toEqual(untold.json)
  expect(JSON.stringify(untold.json)).not.toContain('organizationIdentifier')
})

test('a paused third party is no client any more', async () => {
  const paused = await givenTpp()
  await database().update(tpps).set({ status: 'paused' }).where(eq(tpps.id, paused.org))
  expect(await post(paused, '/oauth/par', REQUEST)).toMatchObject({ error: 'invalid_client' })
})

test('a client id that no register can hold is refused without a fault of ours', async () => {
  const bent = { ...REQUEST, client_id: 'a\u0000b' }
  expect(await post(tpp, '/oauth/par', bent, { assertion: null })).toMatchObject({ error: 'invalid_client' })
})
