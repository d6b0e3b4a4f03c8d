import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/accessible'
import { expect, type Phone, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import { pdfText } from '../fixtures/pdf-text'

/** Freja, who has two years of permissions. */
async function signedIn({ page }: Phone): Promise<void> {
  await enrols(page, 'freja')
}

const cards = (page: Page) => page.getByRole('main').locator('li').filter({ hasText: /·/ })

test('of many permissions a few are shown; search, filters and groups are addresses and need no script', async ({
  phone,
}) => {
  const { page } = phone
  await signedIn(phone)
  await page.goto('/?tab=ended')
  await expect(page.getByText(/^Page 1 of \d$/)).toBeVisible()
  await page.getByRole('link', { name: 'Next' }).click()
  await expect(page.getByText(/^Page 2 of \d$/)).toBeVisible()
  await expectAccessible(page)
  await page.getByText('Search and sort').click()
  await page.getByRole('searchbox', { name: 'Search' }).fill('  BOGFORING')
  await page.getByRole('combobox', { name: 'Sort' }).selectOption('By account')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL(/\?tab=ended&q=.*&group=account#results$/)
  await expect(page.getByRole('status')).toContainText('found')
  await expect(page.getByRole('heading', { name: 'Everyday account' })).toBeVisible()
  for (const card of await cards(page).all()) await expect(card).toContainText('Bogføring')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Show all' }).click()
  await expect(page).toHaveURL('/?tab=ended')
  await page.getByRole('link', { name: 'Payments' }).click()
  await expect(page.getByText('No app can pay by itself')).toBeVisible()
})

test('the chart looks back a year, by weeks, and a day leads to its calls', async ({ phone }) => {
  const { page } = phone
  await signedIn(phone)
  await page.getByRole('link', { name: 'Saldo', exact: true }).click()
  await page.getByRole('link', { name: 'One year' }).click()
  await expect(page.getByText('Each bar is one week.')).toBeVisible()
  await page.getByText('Show as table').click()
  await expectAccessible(page)
  await page.getByRole('table', { name: 'Looks per week' }).getByRole('link').last().click()
  await expect(page).toHaveURL(/\?days=365&day=[\d-]+#calls$/)
  await page.getByRole('link', { name: '30 days' }).click()
  await expect(page.getByText(/times in 30 days/)).toBeVisible()
  await expect(page.getByRole('heading', { name: /what Saldo looked at/ })).toBeVisible()
})

test('what happened is shown, filtered, paged and given away as a file with the same filter', async ({
  phone,
}) => {
  const { page } = phone
  await signedIn(phone)
  await page.goto('/activity')
  await expect(page.getByText('You signed in').first()).toBeVisible()
  await expectAccessible(page)
  const newest = await page.getByRole('main').getByRole('listitem').first().textContent()
  await page.getByRole('link', { name: 'Older' }).click()
  await expect(page.getByRole('link', { name: 'Newest' })).toBeVisible()
  expect(await page.getByRole('main').getByRole('listitem').first().textContent()).not.toBe(newest)
  await page.getByText('Filter', { exact: true }).click()
  await page.getByRole('combobox', { name: 'What' }).selectOption('What was refused')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByText(/tried to look .* and was refused/).first()).toBeVisible()
  await expect(page.getByText('You signed in')).toHaveCount(0)
  await expectAccessible(page)
  const lines = await page.getByRole('main').getByRole('listitem').count()
  const csv = (await fileOf(page, 'CSV for spreadsheets')).trim().split('\r\n')
  expect(csv[0]).toContain('"Time","Day","Event","What happened"')
  expect(csv.length - 1).toBeGreaterThanOrEqual(lines - 2)
  expect(csv.slice(1).every((line) => line.includes('"refused"'))).toBe(true)
  const { entries } = JSON.parse(await fileOf(page, 'JSON for programs'))
  expect(entries).toHaveLength(csv.length - 1)
  const printed = pdfText(await bytesOf(page, 'PDF to read and print')).flat()
  expect(printed[1]).toBe('What happened')
  expect(printed.filter((line) => /tried to look/.test(line))).toHaveLength(entries.length)
})

test('a file is for whoever is signed in, and a format that is not there is none', async ({
  phone,
  request,
}) => {
  const asked = await request.get('/activity/export?format=csv', { maxRedirects: 0 })
  expect(asked.status()).toBe(303)
  expect(asked.headers().location).toMatch(/^\/sign-in\?next=/)
  await signedIn(phone)
  const wrong = await phone.page.request.get('/activity/export?format=exe', { maxRedirects: 0 })
  expect([wrong.status(), wrong.headers().location]).toEqual([303, expect.stringMatching(/^\/problem\?/)])
})

const fileOf = async (page: Page, name: string) => (await bytesOf(page, name)).toString('utf8')

async function bytesOf(page: Page, name: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name }).click(),
  ])
  return readFile(await download.path())
}
