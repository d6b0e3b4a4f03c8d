import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { oauthRecords } from '@/db/schema/oauth-records'
import { post } from '@/e2e/fixtures/oauth-raw'
import {
  browser,
  decide,
  givenConsent,
  givenPsu,
  givenTpp,
  openPage,
  push,
  REDIRECT_URI,
  returnToTpp,
  type Tpp,
} from '@/e2e/fixtures/oauth-tpp'
import { env } from '@/lib/env'
import { takeBlocks } from '@/lib/limits/blocks'
import { recordId } from './record-id'

// THR-02: the request is tampered with, mixed up, or used again.

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
  state: 'of-the-tpp',
}

async function expectErrorPage(answer: Response, id: string) {
  expect(answer.headers.get('location')).toBeNull()
  expect(answer.headers.get('content-type')).toContain('text/html')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await answer.text()).toContain(`data-error-id="${id}"`)
}

test('a plain authorization request, not pushed, is refused', async () => {
  const url = new URL('/oauth/authorize', env.PUBLIC_ORIGIN)
  url.search = new URLSearchParams({ client_id: tpp.org, ...REQUEST }).toString()
  const answer = await browser().go(url)
  const back = new URL(answer.headers.get('location') ?? '')
  expect(back.origin + back.pathname).toBe(REDIRECT_URI)
  expect(back.searchParams.get('error')).toBe('invalid_request')
  expect(back.searchParams.get('iss')).toBe(env.PUBLIC_ORIGIN)
})

test('an unknown client and a redirect that is not registered get a page, never a redirect', async () => {
  const unknown = new URL(
    `/oauth/authorize?client_id=PSDNL-DNB-NOBODY&redirect_uri=https://evil.example/`,
    env.PUBLIC_ORIGIN,
  )
  await expectErrorPage(await browser().go(unknown), 'oauth-unknown')
  const foreign = new URL('/oauth/authorize', env.PUBLIC_ORIGIN)
  foreign.search = new URLSearchParams({
    client_id: tpp.org,
    ...REQUEST,
    redirect_uri: 'https://evil.example/',
  }).toString()
  await expectErrorPage(await browser().go(foreign), 'oauth-unknown')
  expect(takeBlocks().filter(({ rule }) => rule === 'UNTRUSTED_LINK')).toMatchObject([{ count: 2 }])
})

test.each([
  ['no PKCE', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
  ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['another response type', { response_type: 'code id_token' }, 'invalid_request'],
  ['the token response type', { response_type: 'token' }, 'invalid_request'],
  ['the fragment response mode', { response_mode: 'fragment' }, 'invalid_request'],
  ['the form response mode', { response_mode: 'form_post' }, 'invalid_request'],
  ['a redirect that is not registered', { redirect_uri: `${REDIRECT_URI}?x=1` }, 'invalid_request'],
  ['no redirect', { redirect_uri: '' }, 'invalid_request'],
  ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
  ['a request_uri', { request_uri: 'https://tpp.example/request' }, 'request_uri_not_supported'],
  ['a foreign resource', { resource: 'https://evil.example/' }, 'invalid_target'],
  ['an unknown scope', { scope: 'openid profile' }, 'invalid_scope'],
  ['a scope that is no consent', { scope: 'AIS:everything' }, 'invalid_scope'],
  ['nothing to ask for', { scope: '' }, 'invalid_scope'],
])('a pushed request with %s is refused', async (_what, bent, expected) => {
  const { status, error } = await post(tpp, '/oauth/par', { ...REQUEST, ...bent })
  expect({ status, error }).toEqual({ status: 400, error: expected })
})

test("another client's request_uri is refused", async () => {
  const { url } = await push(tpp, { scope: 'openid' })
  const other = await givenTpp()
  url.searchParams.set('client_id', other.org)
  const answer = await browser().go(url)
  expect(answer.headers.get('location') ?? '').not.toContain('/interaction/')
})

test('a request_uri that nobody opened within 60 seconds is refused', async () => {
  const { url } = await push(tpp, { scope: 'openid' })
  const id = recordId(url.searchParams.get('request_uri')?.split(':').at(-1) ?? '')
  const [row] = await database().select().from(oauthRecords).where(eq(oauthRecords.id, id))
  // As it will be in a minute: the row is still there, its sealed end has passed.
  const { bankKey } = await import('@/lib/vault/vault')
  const key = await bankKey()
  const payload = key.open<{ exp: number }>('oauth_records.payload', row?.sealedPayload ?? Buffer.of())
  expect(payload.exp - Math.floor(Date.now() / 1000)).toBeLessThanOrEqual(60)
  const ended = key.seal('oauth_records.payload', { ...payload, exp: Math.floor(Date.now() / 1000) - 1 })
  await database().update(oauthRecords).set({ sealedPayload: ended }).where(eq(oauthRecords.id, id))
  await expectErrorPage(await browser().go(url), 'oauth-expired')
})

test.each(['allowed', 'refused'] as const)(
  'a request_uri may be opened twice before the customer decides, and never after "%s"',
  async (decision) => {
    const { url } = await push(tpp, { scope: `AIS:${await givenConsent(tpp.org)}` })
    const agent = browser()
    const uid = await openPage(agent, url)
    await openPage(browser(), url)
    await decide(agent, uid, decision, await givenPsu())
    await expectErrorPage(await browser().go(url), 'oauth-expired')
    const back = await returnToTpp(agent, uid)
    expect(back.searchParams.has('code')).toBe(decision === 'allowed')
    await expectErrorPage(await browser().go(url), 'oauth-expired')
  },
)
