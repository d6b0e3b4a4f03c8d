import { expectAccessible } from '../fixtures/accessible'
import { activationLink } from '../fixtures/activation-links'
import { expect, test } from '../fixtures/journey'

test('an activation code reaches no server before it is used, works once, and tells nothing when it is wrong', async ({
  phone,
}) => {
  const { page } = phone
  phone.expectComplaint(/status of 4\d\d/)
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

test('a customer names, adds and removes passkeys, and signs out everywhere', async ({ phone }) => {
  const { page } = phone
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
  await phone.swap()
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByRole('status')).toContainText('Your new passkey works.')
  await expectAccessible(page)

  const first = page.getByRole('listitem').filter({ hasText: 'Το κινητό μου' })
  await first.getByText('Remove', { exact: true }).click()
  await first.getByRole('button', { name: 'Remove this passkey' }).click()
  await expect(page.getByRole('status')).toContainText('The passkey is removed.')

  await phone.isTouched(false)
  const stolen = await page.context().cookies()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByText('You are signed out everywhere.')).toBeVisible()
  await expectAccessible(page)
  await page.context().addCookies(stolen)
  await page.goto('/security')
  await expect(page).toHaveURL('/sign-in?next=%2Fsecurity')
  // Not on the page whose list already waits, and no longer than until the next is there: it leaves by itself.
  await page.goto('about:blank')
  await phone.isTouched(true)
  await page.goto('/sign-in?next=/security#autofill', { waitUntil: 'commit' })
  await expect(page).toHaveURL('/security')
})

test('an authenticator that does not verify its user cannot sign in, and keeps the focus where it was', async ({
  phone,
}) => {
  const { page } = phone
  await page.goto(await activationLink('ida'))
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await phone.verifiesUser(false)
  await page.goto('/security')
  await page.getByRole('button', { name: 'Sign out here' }).click()
  const button = page.getByRole('button', { name: 'Sign in with a passkey' })
  await button.click()
  await expect(button).toBeEnabled()
  await expect(button).toBeFocused()
  await page.goto('/security')
  await expect(page).toHaveURL(/\/sign-in\?/)
})
