import { exportJWK, generateKeyPair } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { fetchAs, issueQwac, type Qwac } from '@/e2e/fixtures/oauth-door'
import { brand as bank } from '@/lib/brand'
import { env } from '@/lib/env'

// THR-12: a name or an address that passes for somebody else's. THR-16: what no key and no column can be.

let qwac: Qwac
let other: Qwac
let key: Record<string, unknown>
beforeAll(async () => {
  qwac = await issueQwac('PSDNL-DNB-FAULTS')
  other = await issueQwac('PSDNL-DNB-OTHER')
  const { publicKey } = await generateKeyPair('ES256', { extractable: true })
  key = { ...(await exportJWK(publicKey)), kid: 'k1' }
  expect(await register({ client_name: 'Tally-Ho 10' }, other)).toMatchObject({ status: 201 })
})

async function register(bent: object, by = qwac) {
  const answer = await fetchAs(by)(`${env.MTLS_ORIGIN}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      redirect_uris: ['https://saldo.example/callback'],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key] },
      ...bent,
    }),
  })
  const json = await answer.json()
  return { status: answer.status, error: json.error, text: json.error_description }
}

test.each([
  ['a Hangul filler', 'Saldo\u3164'],
  ['a combining grapheme joiner', 'Sal\u034fdo'],
  ['a blank Braille cell', 'Saldo\u2800'],
  ['no letter and no digit', '--- !'],
  ["the bank's own name", bank.name],
  [
    "the bank's own name, spelt otherwise",
    bank.name.toUpperCase().replaceAll('O', '0').replaceAll(' ', ' - '),
  ],
  ["the bank's own name in front", `${bank.name} Security`],
  ["the bank's own name inside", `My ${bank.name.toUpperCase().replaceAll(' ', '-')} app`],
  ['words that speak for the bank', 'Your  Bank helpdesk'],
  ["another's brand", 'tallyho lo'],
  ["another's legal name", 'psdnl dnb other sa'],
])('a name with %s is refused', async (_what, client_name) => {
  expect(await register({ client_name })).toMatchObject({
    status: 400,
    error: 'invalid_client_metadata',
    text: expect.stringMatching(/^client_name: .{15}/),
  })
})

test('its own legal name, and its own brand once more, are fine', async () => {
  expect((await register({ client_name: 'PSDNL-DNB-FAULTS SA' })).error).toBeUndefined()
  expect((await register({ client_name: 'Tally Ho 10' }, other)).error).toBeUndefined()
  expect((await register({ client_name: 'Banker Saldo' })).error).toBeUndefined()
})

test.each([
  ['a wildcard', 'https://*.saldo.example/callback'],
  ['a backslash', 'https://saldo.example\\@evil.example/'],
  ['a way up', 'https://saldo.example/a/../callback'],
  ['capital letters in its host', 'https://SALDO.example/callback'],
  ['a port that says nothing', 'https://saldo.example:443/callback'],
  ["the bank's own pages", `${env.PUBLIC_ORIGIN}/permissions`],
  ["the bank's own listener", `${env.MTLS_ORIGIN}/callback`],
  ["the bank's own listener, with a dot", `${env.MTLS_ORIGIN.replace('localhost', 'localhost.')}/callback`],
  [
    "the bank's own pages, by their number",
    `${env.PUBLIC_ORIGIN.replace('localhost', '127.0.0.1')}/callback`,
  ],
])('a redirect with %s is refused', async (_what, uri) => {
  expect(await register({ redirect_uris: [uri] })).toMatchObject({
    status: 400,
    error: 'invalid_redirect_uri',
  })
})

test('a bare origin needs no slash', async () => {
  expect((await register({ redirect_uris: ['https://saldo.example'] })).error).toBeUndefined()
})

test.each([
  ['a point that is not on its curve', () => ({ ...key, x: key.y, y: key.x })],
  ['a point that is too short', () => ({ ...key, x: 'AAAA' })],
  ['a NUL in its kid', () => ({ ...key, kid: 'k\u0000' })],
  ['half a character in its kid', () => ({ ...key, kid: 'k\ud800' })],
])('a key with %s is refused', async (_what, bent) => {
  expect(await register({ jwks: { keys: [bent()] } })).toMatchObject({
    status: 400,
    error: 'invalid_client_metadata',
  })
})
