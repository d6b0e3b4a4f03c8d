import type { CDPSession, Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../fixtures/journey'
import { activationLink } from '../fixtures/third-party'

test('an activation code reaches no server before it is used, works once, and tells nothing when it is wrong', async ({
  page,
}) => {
  await Device.of(page)
  const link = await activationLink('freja')
  const code = new URL(link).hash.slice(1)
  const seen: string[] = []
  page.on('request', (request) => seen.push(request.url(), request.headers().referer ?? ''))
  await page.goto('/activate#0000-0000')
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByRole('status')).toContainText('This code can’t be used.')
  await page.goto(link)
  await expect(page.getByLabel('Activation code')).toHaveValue(code)
  expect(page.url()).not.toContain(code)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  expect(seen.filter((text) => text.includes(code))).toEqual([])
  await page.goto(link)
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByRole('status')).toContainText('This code can’t be used.')
})

test('a customer names, adds and removes passkeys, and signs out everywhere', async ({ page }) => {
  const device = await Device.of(page)
  await page.goto(await activationLink('eleni'))
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await page.goto('/security')
  await page.getByText('Rename').first().click()
  await page.getByLabel('Name').first().fill('Το κινητό μου')
  await page.getByRole('button', { name: 'Save name' }).first().click()
  await expect(page.getByRole('status')).toContainText('The name is saved.')
  await expect(page.getByRole('heading', { name: 'Το κινητό μου' })).toBeVisible()

  await page.getByRole('link', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByRole('status')).toContainText('already has a passkey')
  await device.swap()
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByRole('status')).toContainText('Your new passkey works.')
  await expectAccessible(page)

  const first = page.getByRole('listitem').filter({ hasText: 'Το κινητό μου' })
  await first.getByText('Remove', { exact: true }).click()
  await first.getByRole('button', { name: 'Remove this passkey' }).click()
  await expect(page.getByRole('status')).toContainText('The passkey is removed.')

  await device.isTouched(false)
  const stolen = await page.context().cookies()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByText('You are signed out everywhere.')).toBeVisible()
  await expectAccessible(page)
  await page.context().addCookies(stolen)
  await page.goto('/security')
  await expect(page).toHaveURL('/sign-in?next=%2Fsecurity')
  // Not on the page whose list already waits, and no longer than until the next is there: it leaves by itself.
  await page.goto('about:blank')
  await device.isTouched(true)
  await page.goto('/sign-in?next=/security', { waitUntil: 'commit' })
  await expect(page).toHaveURL('/security')
})

test('an authenticator that does not verify its user cannot sign in', async ({ page }) => {
  const device = await Device.of(page)
  await page.goto(await activationLink('ida'))
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await device.verifiesUser(false)
  await page.goto('/security')
  await page.getByRole('button', { name: 'Sign out here' }).click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeEnabled()
  await page.goto('/security')
  await expect(page).toHaveURL(/\/sign-in\?/)
})

/** The platform authenticator of one device, which can be swapped for another device's. */
class Device {
  private constructor(
    private readonly devtools: CDPSession,
    private authenticatorId: string,
  ) {}

  static async of(page: Page): Promise<Device> {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    return new Device(devtools, await addAuthenticator(devtools))
  }

  async swap(): Promise<void> {
    await this.devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.authenticatorId })
    this.authenticatorId = await addAuthenticator(this.devtools)
  }

  /** Whether somebody touches it when it asks; a waiting autofill request is answered at once if so. */
  async isTouched(enabled: boolean): Promise<void> {
    const { authenticatorId } = this
    await this.devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
  }

  async verifiesUser(isUserVerified: boolean): Promise<void> {
    const { authenticatorId } = this
    await this.devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
  }
}

async function addAuthenticator(devtools: CDPSession): Promise<string> {
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return authenticatorId
}
