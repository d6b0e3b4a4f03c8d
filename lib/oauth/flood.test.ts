import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { takeBlocks } from '@/lib/limits/blocks'
import { mountOAuth } from './next-mount'

// THR-16 at the OAuth door: PAR, token, registration, userinfo.

vi.hoisted(() => {
  process.env.LIMIT_STRANGER_PER_SECOND = '1'
  process.env.CLIENT_CERTIFICATE_SECRET = 'a-secret-of-the-proxy-in-front-of-us'
})

// Nothing comes back while a slow machine still sends.
vi.useFakeTimers({ toFake: ['performance'] })

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
  expect((await from(`192.0.2.${path.length}`, path)).status).not.toBe(429)
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
