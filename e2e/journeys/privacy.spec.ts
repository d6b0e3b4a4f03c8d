import { readFileSync } from 'node:fs'
import { strFromU8, unzipSync } from 'fflate'
import { expectAccessible } from '../fixtures/accessible'
import { expect, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'

test('what is held, a copy of it, a correction and an erasure, each on a page of its own', async ({
  phone,
}) => {
  const { page } = phone
  await enrols(page, 'maja')

  await test.step('what is held, by part, with its ground', async () => {
    await page.goto('/privacy')
    await expect(page.getByRole('heading', { name: 'Accounts and bookings' })).toBeVisible()
    await expectAccessible(page)
    await page.getByText('For what, how long, on what ground').first().click()
    await expect(page.getByText('To know you and to greet you.').first()).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('a copy, made by a job and fetched', async () => {
    await page.getByRole('link', { name: 'Get a copy of your data' }).click()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Make a copy' }).click()
    await expect(page.getByText(/Your copy (will be|is being) made|is ready/)).toBeVisible()
    await expectAccessible(page)
    const fetch = page.getByRole('link', { name: /Download the copy/ })
    await expect(async () => {
      await page.goto('/privacy/export')
      await expect(fetch).toBeVisible({ timeout: 1_000 })
    }).toPass()
    await expectAccessible(page)
    const [download] = await Promise.all([page.waitForEvent('download'), fetch.click()])
    const files = unzipSync(readFileSync(await download.path()))
    expect(strFromU8(files['data/psus.json'] ?? new Uint8Array())).toContain('Maja Brandt')
    const readable = await phone.page.context().newPage()
    await readable.setContent(strFromU8(files['index.html'] ?? new Uint8Array()))
    await expect(readable.getByRole('heading', { level: 1 })).toContainText('holds about you')
    await expectAccessible(readable)
    await readable.close()
  })

  await test.step('something is wrong: it goes to the desk', async () => {
    await page.goto('/privacy')
    await page.getByLabel('In your words').fill('My name is spelt Maya.')
    await page.getByRole('button', { name: 'Send to the bank' }).click()
    await expect(page.getByText(/We have got your message and answer by/)).toBeVisible()
    await expect(page.getByText('My name is spelt Maya.')).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('what can be deleted is, and what stays has its reason', async () => {
    await page.getByRole('link', { name: 'See what would be deleted' }).click()
    await expect(page.getByRole('heading', { name: 'Stays for now' })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Go on to delete' }).click()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Delete what can go' }).click()
    await expect(page.getByText(/^Deleted\. What stays/)).toBeVisible()
    await expectAccessible(page)
  })
})
