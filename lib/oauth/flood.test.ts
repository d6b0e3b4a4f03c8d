import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { givenTpp, push } from '@/e2e/fixtures/oauth-tpp'
import { env } from '@/lib/env'
import { takeBlocks } from '@/lib/limits/blocks'
import { PENDING_MAX } from './limit-pending'
import { mountOAuth } from './next-mount'

// THR-16 at the OAuth door: PAR, token, registration, userinfo.

vi.hoisted(() => {
  process.env.LIMIT_STRANGER_PER_SECOND = '4'
  process.env.CLIENT_CERTIFICATE_SECRET = 'a-secret-of-the-proxy-in-front-of-us'
})

const from = (address: string, path: string, headers: Record<string, string> = {}) =>
  mountOAuth(
    new Request(env.PUBLIC_ORIGIN + path, {
      method: path.startsWith('/oauth/') ? 'POST' : 'GET',
      headers: {
        'x-client-cert-secret': 'a-secret-of-the-proxy-in-front-of-us',
        'x-forwarded-for': address,
        ...headers,
      },
    }),
  )

test.each([
  '/oauth/par',
  '/oauth/token',
  '/oauth/register',
  '/oauth/userinfo',
  '/oauth/token/introspection',
  '/.well-known/openid-configuration',
])('a source that floods %s is told to wait in the words of OAuth; another is not', async (path) => {
  const flooder = `2001:db8:${randomUUID().slice(0, 4)}::1`
  const answers = []
  for (let call = 0; call < 40; call++) answers.push(await from(flooder, path))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(8)
  for (const answer of refused) {
    expect(await answer.json()).toMatchObject({ error: 'temporarily_unavailable' })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  }
  expect((await from('192.0.2.200', path)).status).not.toBe(429)
  expect(takeBlocks().some(({ rule, address }) => rule === 'TOO_MANY_REQUESTS' && address === flooder)).toBe(
    true,
  )
})

test('a person at the browser gets a page', async () => {
  const answers = []
  for (let call = 0; call < 40; call++)
    answers.push(await from('192.0.2.9', '/oauth/authorize', { accept: 'text/html' }))
  const page = answers.find(({ status }) => status === 429)
  expect(page?.headers.get('content-type')).toContain('text/html')
  expect(page?.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('too many pushed requests that nobody answered: no more of that client, and as many as it likes of others', async () => {
  const [tpp, other] = await Promise.all([givenTpp(), givenTpp()])
  await database().execute(sql`
    insert into oauth_records (model, id, client_id, sealed_payload, expires_at)
    select 'PushedAuthorizationRequest', sha256(convert_to(${tpp.org} || i, 'UTF8')), ${tpp.org}, 'x',
      placet_now() + interval '1 minute' from generate_series(1, ${PENDING_MAX - 1}) i`)
  expect((await push(tpp, { scope: 'openid' })).url).toBeDefined()
  await expect(push(tpp, { scope: 'openid' })).rejects.toThrow()
  expect((await push(other, { scope: 'openid' })).url).toBeDefined()
  await database().execute(
    sql`update oauth_records set expires_at = placet_now() where client_id = ${tpp.org}`,
  )
  expect((await push(tpp, { scope: 'openid' })).url).toBeDefined()
})
