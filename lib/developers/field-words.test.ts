import { expect, test } from 'vitest'
import { readRegistration } from '@/lib/oauth/read-registration'
import { inFieldWords } from './field-words'

// A path of the wire helps nobody who filled in a form.

test.each([
  [
    'a private key',
    { jwks: { keys: [{ kty: 'EC', d: 'x' }] } },
    /^Public keys \(JWKS\), key 1: send public keys/,
  ],
  ['no list of keys', { jwks: {} }, /^Public keys \(JWKS\): /],
  [
    'a plain address',
    { redirect_uris: ['https://app.example/a', 'http://app.example/b'] },
    /^Redirect URIs, address 2: must be https/,
  ],
  ['no address', { redirect_uris: [] }, /^Redirect URIs: /],
  ['markup in a name', { client_name: '<b>x</b>' }, /^Brand: /],
  ['another method', { token_endpoint_auth_method: 'none' }, /^Authentication: /],
  ['keys that are missing', { token_endpoint_auth_method: 'private_key_jwt' }, /^Public keys \(JWKS\): /],
])('%s is told at the field of the form', async (_what, lie, told) => {
  const good = { redirect_uris: ['https://app.example/a'], token_endpoint_auth_method: 'tls_client_auth' }
  const read = await readRegistration({ ...good, ...lie })
  expect('error' in read ? inFieldWords(read.text) : 'accepted').toMatch(told)
})

test('what the form does not show keeps its name', () => {
  expect(inFieldWords('purposes.0: too long')).toBe('purposes.0: too long')
  expect(inFieldWords('Send one JSON object.')).toBe('Send one JSON object.')
})
