import type { Page } from '@playwright/test'
import { expectAccessibleInEachLook } from '../fixtures/accessible'
import { EXPLICIT, openExplicitBank } from '../fixtures/explicit-bank'
import { expect, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import { returning } from '../fixtures/returning'
import { ThirdParty } from '../fixtures/third-party'

// What a customer never shares, under a market profile that lets them say so; under the house's own there is no such page.

const AT = EXPLICIT.PUBLIC_ORIGIN
const NEVER = '/privacy/never-share'
let tpp: ThirdParty

test.beforeAll(async () => {
  tpp = await ThirdParty.enrol({ name: 'Curious Data B.V.', brand: 'Curious' })
})
test.afterAll(() => tpp.leave())

test('in the strict market the pages are not there, nothing is offered, and nothing is taken', async ({
  phone,
}) => {
  const { page } = phone
  await enrols(page, 'vera')
  phone.expectComplaint(/404/)
  for (const path of [NEVER, `${NEVER}/add?what=third-party&id=${tpp.id}`, `${NEVER}/take-back`])
    expect((await page.goto(path))?.status()).toBe(404)
  for (const act of ['add', 'take-back']) {
    const sent = await page.request.post(`${NEVER}/${act}/confirm`, {
      form: { what: 'third-party', id: tpp.id },
    })
    expect(sent.status()).toBe(404)
  }
  await page.goto('/privacy')
  await expect(page.getByRole('heading', { name: 'Joint accounts' })).toBeVisible()
  await expect(page.locator(`a[href^="${NEVER}"]`)).toHaveCount(0)
})

/** Asks for any accounts without OAuth, at the second bank. */
async function asks() {
  const access = { accounts: [], balances: [], transactions: [] }
  const body = { access, recurringIndicator: true, validUntil: '9999-12-31', frequencyPerDay: 4 }
  const created = await xs2a('POST', '/v1/consents', { ...body, combinedServiceIndicator: false })
  const { consentId, _links } = JSON.parse(created.body)
  return {
    consentId,
    link: _links.scaRedirect.href,
    confirmation: new URL(_links.confirmation.href).pathname,
  }
}
const xs2a = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  tpp.xs2a(method, path, body, { 'tpp-redirect-uri': tpp.redirectUri, ...headers }, EXPLICIT.MTLS_ORIGIN)
const reads = async (consentId: string) => {
  const { status, body } = await xs2a('GET', '/v1/accounts', undefined, { 'consent-id': consentId })
  return status === 200
    ? JSON.parse(body)
        .accounts.map(({ name }: { name: string }) => name)
        .sort()
    : status
}

/** Opens an address of the second bank as who has just signed in there, on whatever page that is asked. */
async function signsIn(page: Page, address: string) {
  await page.context().clearCookies()
  await page.goto(address)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
}

test('an account and an app that are never shared: what ends is said before, reads follow, requests say why', async ({
  phone,
}) => {
  const { page } = phone
  const close = await openExplicitBank()
  try {
    await returning(phone, 'vera')
    const first = await asks()
    expect(new URL(first.link).origin).toBe(AT)

    await test.step('two accounts are shared', async () => {
      await signsIn(page, first.link)
      for (const name of [/^Household/, /^Reserve/]) await page.getByRole('checkbox', { name }).check()
      await page.getByRole('checkbox', { name: /^I want Curious/ }).check()
      await page.getByRole('button', { name: 'Allow', exact: true }).click()
      await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
      const confirmationCode = new URL(page.url()).searchParams.get('confirmationCode')
      const path = first.confirmation.replace('/xs2a', '')
      expect((await xs2a('PUT', path, { confirmationCode })).status).toBe(200)
      expect(await reads(first.consentId)).toEqual(['Household', 'Reserve'])
    })

    await test.step('one of them is never shared: the permission that loses it is named first, and loses it', async () => {
      await page.goto(`${AT}/privacy`)
      await page.getByRole('link', { name: 'See what you never share' }).click()
      await expect(page.getByRole('heading', { name: 'What you never share' })).toBeVisible()
      await expectAccessibleInEachLook(page)
      await page.getByRole('link', { name: 'Household' }).click()
      await expect(page.getByRole('heading', { name: 'Never share Household?' })).toBeVisible()
      // Vera may share it with others, too.
      const goesOn = page.getByRole('region', { name: /on without the account/ })
      await expect(goesOn).toContainText(tpp.brand)
      await expect(goesOn).toContainText('Reserve')
      await expectAccessibleInEachLook(page)
      await page.getByRole('button', { name: 'Never share' }).click()
      await expect(page.getByRole('status').filter({ hasText: 'Household is never shared' })).toBeVisible()
      await expect(page.getByText(/^Never shared, since/)).toBeVisible()
      expect(await reads(first.consentId)).toEqual(['Reserve'])
    })

    await test.step('a request shows it greyed, with the reason and the way', async () => {
      await page.goto((await asks()).link)
      const greyed = page.getByRole('list', { name: 'Accounts that can’t be shared' })
      await expect(greyed.getByText('you never share it')).toBeVisible()
      await expect(greyed.getByRole('link', { name: 'See what you never share' })).toBeVisible()
      await expect(page.getByRole('checkbox', { name: /^Household/ })).toHaveCount(0)
      await expectAccessibleInEachLook(page)
    })

    await test.step('nothing is shared with the app any more: its permission ends, its next request is refused', async () => {
      await page.goto(`${AT}${NEVER}`)
      await page.getByRole('link', { name: tpp.brand }).click()
      await expect(page.getByRole('region', { name: 'This permission ends' })).toContainText(tpp.brand)
      await page.getByRole('button', { name: 'Never share' }).click()
      await expect(page.getByRole('status').filter({ hasText: 'Nothing is shared with' })).toBeVisible()
      expect(await reads(first.consentId)).toBe(401)
      const second = await asks()
      await page.goto(second.link)
      await expect(page.getByRole('heading', { name: `You never share with ${tpp.brand}` })).toBeVisible()
      await expectAccessibleInEachLook(page)
      await page.getByRole('button', { name: `Back to ${tpp.brand}` }).click()
      await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
      // As with any no: not why, and no code.
      expect(new URL(page.url()).searchParams.has('confirmationCode')).toBe(false)
      const status = await xs2a('GET', `/v1/consents/${second.consentId}/status`)
      expect(JSON.parse(status.body)).toEqual({ consentStatus: 'rejected' })
    })

    await test.step('what happened says it', async () => {
      await page.goto(`${AT}/activity`)
      await expect(page.getByText('You chose never to share Household')).toBeVisible()
      await expect(page.getByText(`You chose never to share with ${tpp.brand}`)).toBeVisible()
    })

    await test.step('both are taken back by who has just used their passkey', async () => {
      for (const [name, done] of [
        ['Household', 'Household can be shared again'],
        [tpp.brand, `You can share with ${tpp.brand} again`],
      ] as const) {
        await signsIn(page, `${AT}${NEVER}`)
        await page.getByRole('link', { name }).click()
        await expectAccessibleInEachLook(page)
        await page.getByRole('button', { name: 'Take it back' }).click()
        await expect(page.getByRole('status').filter({ hasText: done })).toBeVisible()
      }
      expect(await reads(first.consentId)).toBe(401)
    })
  } finally {
    await close()
  }
})
