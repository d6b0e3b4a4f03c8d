import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose'
import { Configuration } from 'openid-client'
import { expect, test } from 'vitest'
import { NOTHING_HELD, openStore } from './store'
import { takeEvent } from './take-event'

const ISSUER = 'https://bank.example'
const OWN = 'PSDNL-DNB-1234'
const [bankPair, thief] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')]
const jwk = { ...(await exportJWK(bankPair.publicKey)), kid: 'bank', alg: 'ES256' }
const bank = {
  open: async () => ({ oauth: new Configuration({ issuer: ISSUER }, OWN), keys: async () => [jwk] }),
}

function connected() {
  const store = openStore(mkdtempSync(join(tmpdir(), 'saldo-')))
  store.addUser({ id: 'anna', name: 'Anna', password: { salt: '', hash: '' } })
  const asking = { consentId: 'c1', state: 's', codeVerifier: 'v' }
  store.save('anna', { ...NOTHING_HELD, asking })
  return store
}

const CLAIMS = {
  iss: ISSUER,
  aud: OWN,
  jti: 'e1',
  iat: 1_795_312_000,
  events: { [`${ISSUER}/events/consent-status`]: { consentId: 'c1', consentStatus: 'revokedByPsu' } },
}
const tokenOf = (claims: object = {}, header: Partial<JWTHeaderParameters> = {}, key = bankPair.privateKey) =>
  new SignJWT({ ...CLAIMS, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'bank', typ: 'secevent+jwt', ...header })
    .sign(key)
const take = (body: string, store = connected(), type = 'application/secevent+jwt') =>
  takeEvent({
    bank,
    store,
    brand: 'Saldo',
    bankName: 'Nordhavn Bank',
    issuer: ISSUER,
    request: { url: 'https://saldo.example/events', headers: { 'content-type': type }, body },
  })

test.each([
  ['is no token', () => 'no', 'invalid_request'],
  ['is of another type of token', () => tokenOf({}, { typ: 'at+jwt' }), 'invalid_request'],
  ['names no key of the bank', () => tokenOf({}, { kid: 'other' }), 'invalid_key'],
  ['is signed by somebody else', () => tokenOf({}, {}, thief.privateKey), 'authentication_failed'],
  ['is of another bank', () => tokenOf({ iss: 'https://other.example' }), 'invalid_issuer'],
  ['is for another third party', () => tokenOf({ aud: 'PSDNL-DNB-9' }), 'invalid_audience'],
  ['has no id', () => tokenOf({ jti: undefined }), 'invalid_request'],
])('what %s is not acknowledged, and says why', async (_name, token, err) => {
  const store = connected()
  expect(await take(await token(), store)).toEqual({ status: 400, body: JSON.stringify({ err }) })
  expect(store.find('anna').notice).toBeNull()
})

test('a stop is acknowledged, said once, and said to be confirmed', async () => {
  const store = connected()
  for (let time = 0; time < 2; time += 1)
    expect(await take(await tokenOf(), store)).toEqual({ status: 202, body: '' })
  const { notice, calls } = store.find('anna')
  expect(notice?.text).toBe(
    'Nordhavn Bank told us that you stopped sharing with Saldo. We have confirmed to the bank that we know.',
  )
  expect(calls).toHaveLength(1)
  expect(calls[0]?.requestBody).toContain('"consentStatus": "revokedByPsu"')
})

test('what is about nobody we know, or says nothing to us, is acknowledged and kept by nobody', async () => {
  const store = connected()
  const stranger = { [`${ISSUER}/events/consent-status`]: { consentId: 'c2', consentStatus: 'expired' } }
  for (const events of [stranger, { [`${ISSUER}/events/something-new`]: {} }])
    expect((await take(await tokenOf({ events }), store)).status).toBe(202)
  expect(store.find('anna').calls).toEqual([])
})
