import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { fetchAs } from '@/e2e/fixtures/oauth-door'
import { givenTpp } from '@/e2e/fixtures/oauth-tpp'
import { env } from '@/lib/env'
import { mountOAuth } from './next-mount'

const DISCOVERY = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']
const get = (path: string, headers = {}, origin = env.PUBLIC_ORIGIN) =>
  fetchAs(null)(origin + path, { headers })

test('every address in discovery is of the issuer, whatever Host, forwarding header or port a request came with', async () => {
  const lies = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }
  for (const path of DISCOVERY)
    for (const origin of [env.PUBLIC_ORIGIN, env.MTLS_ORIGIN]) {
      const { mtls_endpoint_aliases: aliases, ...document } = await (await get(path, lies, origin)).json()
      expect(document.issuer).toBe(env.PUBLIC_ORIGIN)
      const addresses = Object.entries(document).filter(([name]) => /_(endpoint|uri)$/.test(name))
      expect(addresses.length).toBeGreaterThan(6)
      for (const [name, address] of addresses)
        expect(address, name).toMatch(
          new RegExp(`^${name === 'registration_endpoint' ? env.MTLS_ORIGIN : env.PUBLIC_ORIGIN}/`),
        )
      for (const address of Object.values<string>(aliases))
        expect(address.startsWith(env.MTLS_ORIGIN)).toBe(true)
    }
})

test('discovery promises what FAPI 2.0 asks for, and no more', async () => {
  for (const path of DISCOVERY)
    expect(await (await get(path)).json()).toMatchObject({
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: expect.arrayContaining(['authorization_code', 'refresh_token']),
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt', 'tls_client_auth'],
      token_endpoint_auth_signing_alg_values_supported: ['PS256', 'ES256', 'EdDSA'],
      dpop_signing_alg_values_supported: ['PS256', 'ES256', 'EdDSA'],
      id_token_signing_alg_values_supported: ['PS256', 'ES256'],
      subject_types_supported: ['pairwise'],
      require_pushed_authorization_requests: true,
      authorization_response_iss_parameter_supported: true,
      tls_client_certificate_bound_access_tokens: true,
      authorization_details_types_supported: ['account_information'],
    })
})

test('the interaction id is given back; one that could break a header or a log line is replaced', async () => {
  const id = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'
  for (const path of [...DISCOVERY, '/oauth/token', '/oauth/register', '/oauth/nothing']) {
    expect((await get(path, { 'x-fapi-interaction-id': id })).headers.get('x-fapi-interaction-id')).toBe(id)
    const made = (await get(path, { 'x-fapi-interaction-id': '<script>' })).headers.get(
      'x-fapi-interaction-id',
    )
    expect(made).toMatch(/^[0-9a-f-]{36}$/)
  }
})

test('every answer is kept by nobody, framed by nobody and taken for nothing else', async () => {
  for (const path of [
    ...DISCOVERY,
    '/oauth/authorize',
    '/oauth/userinfo',
    '/oauth/register',
    '/oauth/nothing',
  ]) {
    const { headers } = await get(path, { accept: 'text/html' })
    expect(headers.get('cache-control'), path).toContain('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
  }
})

test('an error page repeats nothing of the request', async () => {
  const mark = '"><script>alert(1)</script>'
  const query = new URLSearchParams({ client_id: mark, redirect_uri: mark, state: mark, scope: mark })
  const answer = await get(`/oauth/authorize?${query}`, { accept: 'text/html' })
  const page = await answer.text()
  expect(page).toContain('data-error-id="oauth-')
  expect(page).not.toContain('alert(1)')
  expect(answer.headers.get('content-security-policy')).not.toContain("'unsafe")
})

test('no page of another origin may read this door with a script', async () => {
  const tpp = await givenTpp()
  const answer = await fetchAs(null)(`${env.PUBLIC_ORIGIN}/oauth/par`, {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
    body: new URLSearchParams({ client_id: tpp.org }),
  })
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
})

test('a body that is too large is refused', async () => {
  const answer = await fetchAs(null)(`${env.PUBLIC_ORIGIN}/oauth/par`, {
    method: 'POST',
    body: `client_id=${'x'.repeat(70_000)}`,
  })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
})

test('the mount inside Next answers like the door itself, cookies and redirects included', async () => {
  const at = (path: string, init?: RequestInit) => mountOAuth(new Request(`http://inner:1${path}`, init))
  const document = await at(DISCOVERY[0] ?? '')
  expect(await document.json()).toEqual(await (await get(DISCOVERY[0] ?? '')).json())
  const refused = await at('/oauth/token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=authorization_code&client_id=nobody',
  })
  expect(refused.status).toBe(401)
  expect(await refused.json()).toMatchObject({ error: 'invalid_client' })
  expect((await at('/oauth/register', { method: 'POST', body: '{}' })).status).toBe(401)
  const huge = await at('/oauth/par', { method: 'POST', body: 'x'.repeat(70_000) })
  expect(huge.status).toBe(413)
  const page = await at('/oauth/authorize', { headers: { accept: 'text/html' } })
  expect(await page.text()).toContain('data-error-id="oauth-faulty"')
})

test('a target that names a host of its own is refused', async () => {
  const { createServer } = await import('node:http')
  const { handleOAuth } = await import('./handle-oauth')
  const { vetCaller } = await import('@/lib/tpp/vet-caller')
  const caller = await vetCaller({ der: null, address: '127.0.0.1', through: 'public' })
  const server = createServer((req, res) => void handleOAuth(req, res, caller))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const first = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET http://evil.example/.well-known/openid-configuration HTTP/1.1\r\nHost: x\r\n\r\n'),
    )
    socket.once('data', (data) => {
      resolve(data.toString('utf8').split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.once('error', reject)
  })
  server.close()
  expect(first).toBe('HTTP/1.1 400 Bad Request')
})
