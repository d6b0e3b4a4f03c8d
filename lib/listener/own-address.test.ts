import { beforeAll, expect, test } from 'vitest'
import { tppWithQwac, type Wire } from '@/e2e/fixtures/xs2a-tpp'

// Where a third party is told of the end of its certificates: an address of its own, or none (THR-14).

let tpp: Wire
beforeAll(async () => {
  tpp = await tppWithQwac('PSDNL-DNB-OWNADDRESS', { hosts: ['api.saldo.example'] })
})

const register = (further: object) =>
  tpp.call('/oauth/register', {
    method: 'POST',
    door: '',
    body: {
      redirect_uris: ['https://saldo.example/callback'],
      token_endpoint_auth_method: 'tls_client_auth',
      ...further,
    },
  })

test.each([
  'http://api.saldo.example/told',
  'https://api.saldo.example:8443/told',
  'https://saldo.example/told',
  'https://api.saldo.example.evil.example/told',
  'https://somebody@api.saldo.example/told',
  'https://127.0.0.1/told',
  'https://localhost/told',
  'told',
  7,
])('refused, and nothing is kept: %s', async (uri) => {
  const { status, json } = await register({ notification_uri: uri })
  expect([status, json.error]).toEqual([400, 'invalid_client_metadata'])
  expect(json.error_description).toMatch(/^notification_uri: /)
  expect((await tpp.call('/oauth/register', { door: '' })).json.notification_uri).toBeUndefined()
})

test('one under a name of the certificate is kept and read back; a registration without takes it away', async () => {
  const own = { notification_uri: 'https://api.saldo.example/told' }
  expect((await register(own)).json).toMatchObject(own)
  expect((await tpp.call('/oauth/register', { door: '' })).json).toMatchObject(own)
  expect((await register({})).json.notification_uri).toBeUndefined()
})
