import { expect, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'

test('a session that exists can read and stop without JavaScript, and sign-in says what it needs', async ({
  phone,
  browser,
}) => {
  const { page } = phone
  await enrols(page, 'anna')

  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  })
  phone.watch(context)
  const plain = await context.newPage()
  await plain.goto('/')
  const rows = plain
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: plain.getByRole('link') })
  const before = await rows.count()
  expect(before).toBeGreaterThan(1)
  await rows.filter({ hasText: 'Active' }).first().getByRole('link').click()
  await plain.getByRole('link', { name: 'Stop sharing' }).click()
  await plain.getByRole('button', { name: 'Stop sharing' }).click()
  await expect(plain.getByRole('heading', { name: /can no longer see/ })).toBeVisible()
  await expect(plain).toHaveTitle(/can no longer see/)
  await expect(plain.locator('head > title')).toHaveCount(1)
  await plain.goto('/')
  await expect(rows).toHaveCount(before - 1)

  await context.clearCookies()
  await plain.goto('/sign-in')
  // This way of switching scripts off leaves <noscript> unrendered, so its content is read as it was sent.
  expect(await plain.locator('noscript').first().innerHTML()).toContain('Passkeys need JavaScript')
  await context.close()
})
