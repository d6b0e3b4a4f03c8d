import type { Browser, Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/accessible'
import { activationLink } from '../fixtures/activation-links'
import { HOUSE } from '../fixtures/house'
import { expect, Phone, test } from '../fixtures/journey'
import { newColleague } from '../fixtures/third-party'

const KEYS = '/staff/security'

test('a colleague adds a passkey, names it, and removes the other; a browser signed in with that is out', async ({
  browser,
}) => {
  test.slow()
  const first = await desk(browser, await newColleague('Eva Lund', 'read', 'operate'))
  const { page } = first
  await page.getByRole('link', { name: 'Your passkeys' }).click()
  await expect(page.getByText('This is your only passkey.')).toBeVisible()
  await expectAccessible(page)

  const second = await browser.newContext({ baseURL: HOUSE.PUBLIC_ORIGIN })
  const device = await Phone.with(await second.newPage())
  await second.addCookies(await page.context().cookies())
  await device.page.goto(KEYS)
  await device.page.getByRole('link', { name: 'Add a passkey' }).click()
  await expectAccessible(device.page)
  await device.page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(device.page.getByText('Your new passkey works.')).toBeVisible()
  await second.clearCookies()
  await device.page.goto(KEYS)
  await device.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(device.page.getByRole('heading', { name: 'Your passkeys' })).toBeVisible()

  await page.goto(KEYS)
  const keys = page.getByRole('main').getByRole('listitem')
  const added = keys.filter({ hasNotText: 'You’re using this one' }).first()
  await added.getByText('Rename').click()
  await added.getByLabel('Name').fill('Laptop in the branch')
  await added.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByRole('heading', { name: 'Laptop in the branch' })).toBeVisible()
  await expectAccessible(page)
  const laptop = keys.filter({ hasText: 'Laptop in the branch' })
  await laptop.getByText('Remove', { exact: true }).click()
  await laptop.getByRole('button', { name: 'Remove this passkey' }).click()
  await expect(page.getByText('The passkey is removed.')).toBeVisible()
  await device.page.goto(KEYS)
  await expect(device.page).toHaveURL(/\/staff\/sign-in/)
  expect([...first.complaints, ...device.complaints]).toEqual([])
})

test('an auditor reads the trail by object, event and page, and takes it along; nobody else has the page', async ({
  browser,
}) => {
  test.slow()
  const operator = await desk(browser, await activationLink('staff:operator'))
  const auditor = await desk(browser, await activationLink('staff:approver'))
  const { page } = auditor

  await test.step('without the role neither page is there, nor a way to it', async () => {
    operator.expectComplaint(/404/)
    await expect(operator.page.getByRole('link', { name: 'Audit' })).toHaveCount(0)
    for (const path of ['/staff/audit', '/staff/audit/turned-away', '/staff/team']) {
      await operator.page.goto(path)
      await expect(operator.page.locator('[data-error-id=staff_not_found]')).toBeVisible()
    }
  })

  await test.step('every row leads to its event, and older ones follow', async () => {
    await page.getByRole('link', { name: 'Audit' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible()
    await expectAccessible(page)
    const newest = await page.getByRole('row').nth(1).textContent()
    await page.getByRole('link', { name: 'Older' }).click()
    await expect(page.getByRole('row').nth(1)).not.toHaveText(newest ?? '')
    await page.getByRole('link', { name: 'Back to the newest' }).click()
    await page.getByLabel('Event').selectOption({ label: 'Permission allowed' })
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.getByRole('link', { name: 'Permission allowed' }).first().click()
    await expect(page.getByRole('heading', { level: 1, name: 'Permission allowed' })).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('nothing is said where nothing fits', async () => {
    await page.goto('/staff/audit?ref=PSDNL-DNB-NOBODY')
    await expect(page.getByText('Nothing in the trail fits this.')).toBeVisible()
    await expectAccessible(page)
    await page.goto('/staff/audit?ref=%27%20or%20true&before=nonsense&type=x&from=2026-99-99')
    await expect(page.getByText('Nothing in the trail fits this.')).toBeVisible()
  })

  await test.step('the file holds what was asked for, and the trail says who took it', async () => {
    await page.goto('/staff/audit?type=consent.approved')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export as JSON lines' }).click()
    const parts = await (await (await download).createReadStream()).toArray()
    const lines = parts.join('').trimEnd().split('\n')
    const rows = lines.slice(1, -1).map((line) => JSON.parse(line).type)
    expect(new Set(rows)).toEqual(new Set(['consent.approved']))
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ complete: true, events: rows.length })
    await page.goto('/staff/audit?type=audit.exported')
    await expect(page.getByRole('link', { name: 'Trail exported' })).toBeVisible()
    expect(await page.getByRole('main').textContent()).toContain('Jens Holt')
  })

  await test.step('what was turned away, and who works here', async () => {
    await page.getByRole('link', { name: 'Turned away' }).click()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Team' }).click()
    await expect(page.getByRole('cell', { name: 'Ulla Friis' })).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('by the keyboard alone: from the top of the page to the rows of one event', async () => {
    await page.goto('/staff/audit')
    await tabTo(page, 'Event')
    await page.keyboard.type('Trail exported')
    await tabTo(page, 'Show')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/type=audit\.exported/)
    await tabTo(page, 'Trail exported')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Trail exported' })).toBeVisible()
  })
  for (const { complaints } of [operator, auditor]) expect(complaints).toEqual([])
})

/** Presses Tab until the focus is on what has this name. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const reached = await page.evaluate((wanted) => {
      const at = document.activeElement
      const label = at instanceof HTMLSelectElement ? at.labels[0]?.textContent : at?.textContent
      return label?.trim() === wanted
    }, name)
    if (reached) return
  }
  throw new Error(`No Tab leads to ${name}`)
}

/** A colleague at a desk of their own, with the passkey that their link gave them. */
async function desk(browser: Browser, link: string): Promise<Phone> {
  const context = await browser.newContext({
    baseURL: HOUSE.PUBLIC_ORIGIN,
    viewport: { width: 1280, height: 900 },
  })
  const made = await Phone.with(await context.newPage())
  await made.page.goto(link)
  await made.page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(made.page.getByRole('heading', { name: 'Third parties' })).toBeVisible()
  return made
}
