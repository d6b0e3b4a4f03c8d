import { randomUUID } from 'node:crypto'
import { generateKeyPair } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { fetchAs, type Qwac } from '@/e2e/fixtures/oauth-door'
import { post, proof } from '@/e2e/fixtures/oauth-raw'
import { allow, givenTpp, REDIRECT_URI, type Tpp } from '@/e2e/fixtures/oauth-tpp'
import { env } from '@/lib/env'

// THR-03: a token is stolen. It is worth nothing without the key that it is bound to.

let tpp: Tpp
let keys: CryptoKeyPair
let other: CryptoKeyPair
let token: string
let boundToCertificate: string
beforeAll(async () => {
  tpp = await givenTpp()
  keys = await generateKeyPair('ES256')
  other = await generateKeyPair('ES256')
  token = String((await redeem({ dpop: await proof(keys, {}) })).json.access_token)
  const overMutualTls = await redeem({ origin: env.MTLS_ORIGIN, qwac: tpp.qwac })
  boundToCertificate = String(overMutualTls.json.access_token)
})

async function redeem(how: Parameters<typeof post>[3], parameters: Record<string, string> = {}) {
  const way = await allow(tpp, { scope: 'openid', ...parameters })
  const form = {
    grant_type: 'authorization_code',
    code: way.callback.searchParams.get('code') ?? '',
    code_verifier: way.verifier,
    redirect_uri: REDIRECT_URI,
  }
  return post(tpp, '/oauth/token', form, how)
}

async function userinfo(
  headers: Record<string, string>,
  { origin = env.PUBLIC_ORIGIN, qwac = null }: At = {},
) {
  const answer = await fetchAs(qwac)(`${origin}/oauth/userinfo`, { headers })
  return { status: answer.status, body: await answer.text() }
}
type At = { origin?: string; qwac?: Qwac | null }

const read = { htm: 'GET', path: '/oauth/userinfo' }

test('without a proof and without a certificate no token is given out', async () => {
  expect(await redeem({})).toMatchObject({ status: 400, error: 'invalid_grant' })
})

test('the bound token opens userinfo with a proof of its key', async () => {
  const dpop = await proof(keys, { ...read, token })
  const { status, body } = await userinfo({ authorization: `DPoP ${token}`, dpop })
  expect(status).toBe(200)
  expect(Object.keys(JSON.parse(body))).toEqual(['sub'])
})

test.each([
  ['no proof, as bearer', async () => ({ authorization: `Bearer ${token}` })],
  ['no proof', async () => ({ authorization: `DPoP ${token}` })],
  ['another key', async () => given(await proof(other, { ...read, token }))],
  ['another method', async () => given(await proof(keys, { ...read, htm: 'POST', token }))],
  ['another address', async () => given(await proof(keys, { htm: 'GET', token }))],
  ['no hash of the token', async () => given(await proof(keys, read))],
  ['the hash of another token', async () => given(await proof(keys, { ...read, token: 'other' }))],
  ['an old proof', async () => given(await proof(keys, { ...read, token, claims: { iat: 1_700_000_000 } }))],
  [
    'a nonce of somebody else',
    async () => given(await proof(keys, { ...read, token, claims: { nonce: 'x' } })),
  ],
])('the bound token with %s is refused', async (_what, headers) => {
  const { status } = await userinfo(await headers())
  expect([400, 401]).toContain(status)
})
const given = (dpop: string) => ({ authorization: `DPoP ${token}`, dpop })

test('a proof is accepted once, at userinfo and at the token endpoint', async () => {
  const dpop = await proof(keys, { ...read, token })
  expect((await userinfo({ authorization: `DPoP ${token}`, dpop })).status).toBe(200)
  expect((await userinfo({ authorization: `DPoP ${token}`, dpop })).status).toBe(401)
  const once = await proof(keys, {})
  expect((await redeem({ dpop: once })).status).toBe(200)
  expect((await redeem({ dpop: once })).error).toBe('invalid_grant')
})

test('a code that was bound to a key when the request was pushed is not given to another key', async () => {
  const { thumbprint, dpop } = { thumbprint: randomUUID(), dpop: await proof(other, {}) }
  expect(await redeem({ dpop }, { dpop_jkt: thumbprint })).toMatchObject({ error: 'invalid_grant' })
})

test('a token bound to a certificate opens with that certificate only', async () => {
  const authorization = `Bearer ${boundToCertificate}`
  const at = { origin: env.MTLS_ORIGIN }
  expect((await userinfo({ authorization }, { ...at, qwac: tpp.qwac })).status).toBe(200)
  const stranger = await givenTpp()
  expect((await userinfo({ authorization }, { ...at, qwac: stranger.qwac })).status).toBe(401)
  expect((await userinfo({ authorization }, at)).status).toBe(401)
  expect((await userinfo({ authorization })).status).toBe(401)
})

test('introspection tells a token only to the client it belongs to, and revocation ends it at once', async () => {
  const { json } = await redeem({ dpop: await proof(keys, {}) })
  const mine = String(json.access_token)
  const stranger = await givenTpp()
  expect((await post(stranger, '/oauth/introspect', { token: mine })).json).toEqual({ active: false })
  const { json: told } = await post(tpp, '/oauth/introspect', { token: mine })
  expect(told).toMatchObject({ active: true, client_id: tpp.org, cnf: { jkt: expect.any(String) } })
  expect((await post(stranger, '/oauth/revoke', { token: mine })).status).toBe(400)
  expect((await post(tpp, '/oauth/revoke', { token: mine })).status).toBe(200)
  expect((await post(tpp, '/oauth/introspect', { token: mine })).json).toEqual({ active: false })
})
