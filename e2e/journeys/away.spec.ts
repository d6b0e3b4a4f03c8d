import { expectAccessible } from '../fixtures/accessible'
import { whileDatabaseIsAway } from '../fixtures/house-database'
import { expect, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'

test('while the database is away every page says so and whom to call, nothing is done, and afterwards all goes on', async ({
  phone,
  browser,
}) => {
  const { page } = phone
  await enrols(page, 'anna')
  await page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ hasText: 'Active' })
    .first()
    .getByRole('link')
    .click()
  await page.getByRole('link', { name: 'Stop sharing' }).click()
  await expect(page.getByRole('button', { name: 'Stop sharing' })).toBeVisible()
  const asked = page.url()
  phone.expectComplaint(/503/)

  await whileDatabaseIsAway(async () => {
    // That it was there is believed for half a second.
    await expect.poll(async () => (await page.request.get('/sign-in')).status()).toBe(503)
    const answer = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.getByRole('button', { name: 'Stop sharing' }).click()
    expect((await answer).status()).toBe(503)
    await expect(page.locator('[data-error-id=away]')).toContainText('may not have arrived')
    await expectAccessible(page)

    const plain = await browser.newContext({ javaScriptEnabled: false })
    phone.watch(plain)
    const other = await plain.newPage()
    const got = await other.goto('/')
    expect(got?.status()).toBe(503)
    expect(got?.headers()).toMatchObject({ 'retry-after': '5', 'cache-control': 'no-store' })
    await expect(other.getByRole('heading', { name: 'We can’t answer right now' })).toBeVisible()
    await expect(other.getByRole('link', { name: 'Try again' })).toHaveAttribute('href', '/')
    // Where to call stands on the page for help, too, which asks nobody.
    await other.goto('/help')
    await expect(other.getByRole('heading', { level: 1, name: 'How it works' })).toBeVisible()
    await plain.close()
  })

  await expect(async () => {
    await page.goto(asked)
    await expect(page.getByRole('button', { name: 'Stop sharing' })).toBeVisible({ timeout: 1_000 })
  }).toPass()
})

test('nobody can be shown that page by a link', async ({ phone }) => {
  phone.expectComplaint(/404/)
  const answer = await phone.page.goto('/away')
  expect(answer?.status()).toBe(404)
  await expect(phone.page.locator('[data-error-id=not_found]')).toBeVisible()
})
