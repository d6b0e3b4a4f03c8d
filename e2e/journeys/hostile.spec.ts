import { PERSONAS } from '@/db/seed/personas'
import { HOUSE } from '../fixtures/house'
import { expect, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import { sandbox, ThirdParty } from '../fixtures/third-party'

const SCRIPT = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'

test("a third party's name is text, on every page that shows it (THR-12)", async ({ phone }) => {
  const { page } = phone
  const tpp = await ThirdParty.enrol({ name: SCRIPT.slice(0, 60), brand: 'Bold & "Sons"' })
  await enrols(page, 'maja')
  await page.goto((await tpp.asks({ ibans: [PERSONAS.maja.accounts.everyday.iban] })).url)
  await expect(page.getByText('<img src=x').first()).toBeVisible()
  await page.getByRole('button', { name: 'Share with passkey' }).click()
  await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  await page.goto('/')
  await page.getByRole('link', { name: /Bold/ }).first().click()
  await expect(page.getByText('<img src=x').first()).toBeVisible()
  await page.getByRole('link', { name: 'Stop sharing' }).click()
  await expect(page.getByRole('button', { name: 'Stop sharing' })).toBeVisible()
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
  await tpp.leave()
})

test('a brand with markup, or written to read backwards, is not registered at all (THR-12)', async () => {
  await expect(ThirdParty.enrol({ brand: '<b onclick=alert(1)>Bold</b>' })).rejects.toThrow('client_name')
  await expect(ThirdParty.enrol({ brand: 'Sald\u202eo' })).rejects.toThrow('client_name')
})

test('a name that every object has is no answer of a page', async ({ request }) => {
  for (const name of ['__proto__', 'constructor', 'toString'])
    for (const path of [`/developer/try/listBalances?came=${name}`, `/problem?words=${name}`])
      expect((await request.get(path)).status()).toBe(200)
})

test('the pages cannot be framed, run no script but their own, and are kept by nobody (THR-11, THR-13)', async ({
  request,
}) => {
  const answer = await request.get('/sign-in')
  const headers = answer.headers()
  expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/)
  expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-/)
  expect(headers['content-security-policy']).not.toMatch(/unsafe-inline|unsafe-eval/)
  expect(headers['cache-control']).toContain('no-store')
  expect(headers['x-powered-by']).toBeUndefined()
})

test('an origin never comes from a header', async ({ request }) => {
  const forged = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example',
  }
  for (const path of [
    '/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server',
    '/sign-in',
    '/',
  ]) {
    const answer = await request.get(path, { headers: forged, maxRedirects: 0 })
    expect(`${await answer.text()}${JSON.stringify(answer.headers())}`, path).not.toContain('evil.example')
  }
})

test('forms and ceremonies from another site, or from nowhere, are refused before anything happens (THR-09)', async ({
  request,
}) => {
  const consentId = '00000000-0000-4000-8000-000000000000'
  const doors = [
    '/sign-in/options',
    '/sign-in/result',
    '/sign-out',
    '/theme',
    `/permissions/${consentId}/stop/confirm`,
    '/interaction/x/refuse',
  ]
  const origins: Record<string, string>[] = [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: HOUSE.PUBLIC_ORIGIN, 'sec-fetch-site': 'cross-site' },
  ]
  for (const path of doors)
    for (const headers of origins) {
      const answer = await request.post(path, { headers, form: { theme: 'dark' }, maxRedirects: 0 })
      expect(answer.status(), `${path} ${JSON.stringify(headers)}`).toBe(403)
    }
})

test('a certificate is judged at the OAuth door too, in the server as it is built (THR-04, THR-21)', async () => {
  const [one, other] = [await ThirdParty.enrol(), await ThirdParty.enrol()]
  await expect(one.pushes({ scope: 'openid' })).resolves.toHaveProperty('url')
  await expect(one.pushesOver(other, { scope: 'openid' })).rejects.toMatchObject({ error: 'invalid_client' })
  await sandbox('revoke', '--org', one.id)
  await expect(async () => {
    await expect(one.pushes({ scope: 'openid' })).rejects.toMatchObject({ error: 'invalid_client' })
  }).toPass({ timeout: 15_000 })
  await Promise.all([one.leave(), other.leave()])
})

test('without a certificate nobody reaches XS2A or registration, wherever they are mounted', async ({
  request,
}) => {
  const forged = {
    'client-cert': ':AAAA:',
    'x-client-cert-secret': 'guess',
    'x-request-id': crypto.randomUUID(),
  }
  for (const path of ['/xs2a/v1/accounts', '/xs2a/v1/consents'])
    for (const headers of [{ 'x-request-id': crypto.randomUUID() }, forged]) {
      const answer = await request.get(path, { headers })
      expect(answer.status()).toBe(401)
      expect(JSON.stringify(await answer.json())).toContain('CERTIFICATE_MISSING')
    }
  const registration = await request.post('/oauth/register', { data: { redirect_uris: [] } })
  expect(registration.status()).toBe(401)
  expect(await registration.text()).toContain('CERTIFICATE_MISSING')
})
