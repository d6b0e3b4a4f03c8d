import { beforeAll, expect, test } from 'vitest'

// Behind a TLS terminator: the port is plain, the issuer is https, and the environment is read when first imported.
beforeAll(() => {
  process.env.PUBLIC_ORIGIN = 'https://bank.example'
})

test('over https every cookie is Secure and says so in its name, and the whole way to the code still works', async () => {
  const { allow, browser, givenTpp, push } = await import('@/e2e/fixtures/oauth-tpp')
  const tpp = await givenTpp()
  const { url } = await push(tpp, { scope: 'openid' })
  expect(url.origin).toBe('https://bank.example')
  const answer = await browser().go(url)
  const cookies = answer.headers.getSetCookie()
  expect(cookies.length).toBeGreaterThan(0)
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Secure-placet-/)
    expect(cookie).toMatch(/; secure/i)
    expect(cookie).toMatch(/; httponly/i)
    expect(cookie).toMatch(/; samesite=lax/i)
  }
  expect(answer.headers.get('strict-transport-security')).toContain('max-age=')
  const { callback } = await allow(tpp, { scope: 'openid' })
  expect(callback.searchParams.get('iss')).toBe('https://bank.example')
  expect(callback.searchParams.get('code')).toBeTruthy()
})
