import { PERSONAS } from '@/db/seed/personas'
import { expectAccessible } from '../fixtures/accessible'
import { HOUSE } from '../fixtures/house'
import { expect, type Phone, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import { ThirdParty } from '../fixtures/third-party'

const { iban, currency } = PERSONAS.eleni.accounts.everyday
let tpp: ThirdParty

test.beforeAll(async () => {
  tpp = await ThirdParty.enrol({ name: 'Plain Data B.V.', brand: 'Plain' })
})
test.afterAll(() => tpp.leave())

/** Asks without OAuth: the answer's link is where the customer has to go. */
async function asks() {
  const created = await tpp.xs2a(
    'POST',
    '/v1/consents',
    {
      access: { accounts: [{ iban }], balances: [{ iban }] },
      recurringIndicator: true,
      validUntil: '9999-12-31',
      frequencyPerDay: 4,
      combinedServiceIndicator: false,
    },
    { 'tpp-redirect-uri': tpp.redirectUri, 'tpp-nok-redirect-uri': `${tpp.redirectUri}?no` },
  )
  const { consentId, _links } = JSON.parse(created.body)
  return {
    consentId,
    link: _links.scaRedirect.href,
    confirmation: new URL(_links.confirmation.href).pathname,
  }
}

async function hasPasskey(phone: Phone): Promise<void> {
  await enrols(phone.page, 'eleni')
  await phone.page.waitForLoadState()
  await phone.page.context().clearCookies()
  phone.reset()
}

const reads = (consentId: string) => tpp.xs2a('GET', '/v1/accounts', undefined, { 'consent-id': consentId })

test('allow by plain redirect, come back with a code, read by the certificate alone, stop', async ({
  phone,
}) => {
  const { page } = phone
  await hasPasskey(phone)
  const { consentId, link, confirmation } = await asks()
  await page.goto(link)
  await expect(page.getByRole('heading', { name: /Share account data with Plain/ })).toBeVisible()
  await expectAccessible(page)
  phone.reset()
  await phone.tap(page.getByRole('button', { name: 'Share with passkey' }))
  await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  expect(phone.gestures()).toMatchObject({ prompts: 1, taps: 1, fields: 0 })
  const confirmationCode = new URL(page.url()).searchParams.get('confirmationCode')

  await test.step('before the code is brought nothing is valid', async () => {
    expect((await reads(consentId)).status).toBe(401)
  })

  await test.step('who only knows the link gets no code', async () => {
    await page.context().clearCookies()
    await page.goto(`${link}/return`)
    await expect(page).toHaveURL(new RegExp(`^${HOUSE.PUBLIC_ORIGIN}`))
    await expectAccessible(page)
  })

  await test.step('the code makes it valid, and the certificate alone reads', async () => {
    const path = confirmation.replace('/xs2a', '')
    const confirmed = await tpp.xs2a('PUT', path, { confirmationCode })
    expect(JSON.parse(confirmed.body).scaStatus).toBe('finalised')
    expect((await reads(consentId)).status).toBe(200)
  })
})

test('a card issuer asks by plain redirect, and then for yes or no by its certificate alone', async ({
  phone,
}) => {
  const { page } = phone
  await hasPasskey(phone)
  const issuer = await ThirdParty.enrol({ name: 'Plain Cards B.V.', brand: 'Plain Cards', roles: 'IC' })
  const created = await issuer.xs2a(
    'POST',
    '/v2/consents/confirmation-of-funds',
    { account: { iban } },
    { 'tpp-redirect-uri': issuer.redirectUri, 'tpp-redirect-preferred': 'true' },
  )
  const { consentId, _links } = JSON.parse(created.body)
  await page.goto(_links.scaRedirect.href)
  await expect(page.getByRole('heading', { name: /May Plain Cards .*ask/ })).toBeVisible()
  await expectAccessible(page)
  phone.reset()
  await phone.tap(page.getByRole('button', { name: 'Allow with passkey' }))
  await page.waitForURL((url) => url.href.startsWith(issuer.redirectUri))
  expect(phone.gestures()).toMatchObject({ prompts: 1, taps: 1, fields: 0 })
  const confirmationCode = new URL(page.url()).searchParams.get('confirmationCode')
  const asks = () =>
    issuer.xs2a(
      'POST',
      '/v1/funds-confirmations',
      { account: { iban }, instructedAmount: { currency, amount: '1.00' } },
      { 'consent-id': consentId },
    )
  expect((await asks()).status).toBe(401)
  const path = new URL(_links.confirmation.href).pathname.replace('/xs2a', '')
  expect(JSON.parse((await issuer.xs2a('PUT', path, { confirmationCode })).body).scaStatus).toBe('finalised')
  expect(await asks()).toMatchObject({ status: 200, body: '{"fundsAvailable":true}' })
  await page.goto(`/permissions/${consentId}`)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  // The trail holds a yes and its confirmation; the customer said it once, and to what it was.
  await expect(page.getByText(/^You allowed/)).toHaveText([
    `You allowed ${issuer.brand} to ask whether enough money is there`,
  ])
  await issuer.leave()
})

test('a no leads to the other address', async ({ phone }) => {
  const { page } = phone
  const { consentId, link } = await asks()
  await page.goto(link)
  await page.getByRole('button', { name: 'Don’t share' }).click()
  await page.waitForURL(`${tpp.redirectUri}?no`)
  expect((await tpp.xs2a('GET', `/v1/consents/${consentId}/status`)).body).toContain('rejected')
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Already answered' })).toBeVisible()
  // From here on the link leads nobody else anywhere: it is an address of the bank.
  await page.context().clearCookies()
  await page.goto(`${link}/return`)
  await expect(page.getByRole('heading', { name: 'Already answered' })).toBeVisible()
})

test('a third party that does not answer: after five seconds the page says so, and its link still leads there', async ({
  phone,
}) => {
  const { page } = phone
  const isBack = (url: URL) => url.href.startsWith(tpp.redirectUri)
  // It takes the call and has nothing to show: the browser stays where it is, as while it waits.
  await page.route(isBack, (route) => route.fulfill({ status: 204 }))
  await page.goto((await asks()).link)
  await page.getByRole('button', { name: 'Don’t share' }).click()
  await expect(page.getByRole('heading', { name: /^Nothing was shared\./ })).toBeVisible()
  const slow = page.getByText(/may not be answering\. Your choice is saved/)
  const passMillis = (millis: number) =>
    page.evaluate((at) => {
      for (const animation of document.getAnimations()) {
        animation.pause()
        animation.currentTime = at
      }
    }, millis)
  await passMillis(4_900)
  await expect(slow).toBeHidden()
  await passMillis(5_100)
  await expect(slow).toBeVisible()
  const way = page.getByRole('link', { name: `Go to ${tpp.brand}` })
  await expect(way).toHaveAttribute('href', new RegExp(`^${tpp.redirectUri}`))
})
