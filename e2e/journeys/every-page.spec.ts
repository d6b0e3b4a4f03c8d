import { HOUSE } from '../fixtures/house'
import { expect, expectAccessible, test } from '../fixtures/journey'
import { activationLink } from '../fixtures/third-party'

test('the pages nobody hopes to see are as accessible as the others, and each says where it is', async ({
  phone,
}) => {
  const { page } = phone
  phone.expectComplaint(/404/)
  await page.goto('/nothing-here')
  await expect(page.locator('[data-error-id]')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/problem?words=unexpected&reference=01234567-89ab-7def-8123-456789abcdef')
  await expect(page.locator('[data-error-id]')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/interaction/nobody')
  await expect(page.locator('[data-error-id=request-unknown]')).toBeVisible()
  await expectAccessible(page)
})

test('every state of a permission is accessible, current and ended', async ({ phone }) => {
  const { page } = phone
  await page.goto(await activationLink('anna'))
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByRole('heading', { name: 'Apps with access' })).toBeVisible()
  await page.goto('/security/add')
  await expectAccessible(page)
  for (const tab of ['/', '/?tab=ended']) {
    await page.goto(tab)
    await expectAccessible(page)
    const permissions = await page.getByRole('main').locator('a[href^="/permissions/"]').all()
    const addresses = await Promise.all(permissions.map((link) => link.getAttribute('href')))
    expect(addresses.length).toBeGreaterThan(3)
    for (const address of new Set(addresses)) {
      await page.goto(address ?? '')
      await expect(page.getByRole('heading', { name: /What was allowed|What it asked for/ })).toBeVisible()
      await expectAccessible(page)
    }
  }
})

test('a customer to whom nothing is shared, and one whose name is Greek, see a page made for them', async ({
  phone,
}) => {
  const { page } = phone
  await page.goto(await activationLink('oskar'))
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByText('No app can see your accounts.')).toBeVisible()
  await expectAccessible(page)
  await page.getByText('Oskar Vinther').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.goto(await activationLink('eleni'))
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByText('Ελένη Παπαδοπούλου').first()).toBeVisible()
})

test('the pages of the demonstration third party are accessible too', async ({ phone }) => {
  await phone.page.goto(HOUSE.SALDO_ORIGIN)
  await expectAccessible(phone.page)
})
