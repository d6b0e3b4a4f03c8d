import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/accessible'
import { activationLink } from '../fixtures/activation-links'
import { expect, type Phone, test } from '../fixtures/journey'

/**
 * Browsers as the client script meets them: what is missing in each, and how many prompts one ceremony takes. The
 * third stands for password managers whose objects say "Illegal invocation": it is only known once they have answered.
 */
const BROWSERS = [
  { browser: 'a current browser', prepare: () => {}, prompts: 1, library: false },
  { browser: 'a browser that cannot read JSON', prepare: forgetParsing, prompts: 1, library: true },
  { browser: 'a browser whose passkeys cannot write JSON', prepare: breakWriting, prompts: 2, library: true },
]

test('a browser without passkeys, such as one inside another app, says so and what works', async ({
  phone,
}) => {
  const { page } = phone
  await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'))
  await page.goto('/sign-in')
  await expect(page.getByRole('status')).toContainText('open this page in your phone’s own browser')
  await expectAccessible(page)
})

for (const { browser, prepare, prompts, library } of BROWSERS) {
  test(`${browser} makes a passkey and signs in with it, and ${library ? 'fetches the library' : 'fetches nothing more'}`, async ({
    phone,
  }) => {
    const { page } = phone
    await page.addInitScript(prepare)
    const making = await scriptsAfter(page, await activationLink('maja'), async () => {
      await page.getByRole('button', { name: 'Create passkey' }).click()
      await page.waitForURL((url) => url.pathname === '/', { waitUntil: 'commit' })
    })
    expect(making > 0).toBe(library)
    expect(phone.gestures().prompts).toBe(prompts)

    await page.context().clearCookies()
    phone.reset()
    const signingIn = await scriptsAfter(page, '/sign-in?next=/security', async () => {
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await page.waitForURL((url) => url.pathname === '/security', { waitUntil: 'commit' })
    })
    expect(signingIn > 0).toBe(library)
    expect(phone.gestures().prompts).toBe(prompts)
    await expect(page.getByRole('heading', { name: 'Passkeys and security' })).toBeVisible()
  })

  test(`${browser} says that the device already has a passkey, and keeps the focus`, async ({ phone }) => {
    const { page } = phone
    await page.addInitScript(prepare)
    await page.goto(await activationLink('maja'))
    await page.getByRole('button', { name: 'Create passkey' }).click()
    await page.waitForURL((url) => url.pathname === '/')
    await page.goto('/security/add')
    const button = page.getByRole('button', { name: 'Create passkey' })
    await button.click()
    await expect(page.getByRole('status')).toContainText('already has a passkey')
    await expect(button).toBeFocused()
  })

  test(`${browser} renews what waits in its list, and the button overtakes it`, async ({ phone }) => {
    const { page } = phone
    await page.addInitScript(prepare)
    await enrolled(phone, 'maja')
    await phone.isTouched(false)
    await page.clock.install()
    const options = () => page.waitForRequest((request) => request.url().endsWith('/sign-in/options'))
    await page.goto('/sign-in?next=/security#autofill')
    await expect.poll(() => phone.waiting()).toBe(1)
    const renewed = options()
    await page.clock.fastForward(100_000)
    await (await renewed).response()
    await expect.poll(() => phone.waiting()).toBe(1)

    phone.reset()
    const button = page.getByRole('button', { name: 'Sign in with a passkey' })
    await button.click()
    await expect.poll(() => [phone.waiting(), phone.gestures().prompts]).toEqual([0, 1])
    await expect(page.getByRole('status')).toBeEmpty()
  })
}

async function enrolled({ page }: Phone, customer: string): Promise<void> {
  await page.goto(await activationLink(customer))
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await page.context().clearCookies()
}

/** How many scripts are fetched during a step, once the page has everything that it brings. */
async function scriptsAfter(page: Page, address: string, step: () => Promise<void>): Promise<number> {
  await page.goto(address, { waitUntil: 'networkidle' })
  let fetched = 0
  const left = new URL(page.url()).pathname
  page.on('request', (request) => {
    const from = new URL(request.frame().url()).pathname
    if (request.resourceType() === 'script' && from === left) fetched += 1
  })
  await step()
  return fetched
}

function forgetParsing(): void {
  Reflect.deleteProperty(PublicKeyCredential, 'parseCreationOptionsFromJSON')
  Reflect.deleteProperty(PublicKeyCredential, 'parseRequestOptionsFromJSON')
}

function breakWriting(): void {
  PublicKeyCredential.prototype.toJSON = () => {
    throw new TypeError('Illegal invocation')
  }
}
