import type { Locator, Page } from '@playwright/test'
import { PERSONAS } from '@/db/seed/personas'
import { expectAccessible } from '../fixtures/accessible'
import { expect, test } from '../fixtures/journey'
import { returning } from '../fixtures/returning'
import { newColleague, ThirdParty } from '../fixtures/third-party'

const BARRIER = 'The chart of looks has no name in my screen reader.'

test('anybody finds the statement in the footer and reports a barrier without script or sign-in; staff close it', async ({
  phone,
  browser,
}) => {
  const { page } = phone
  const context = await browser.newContext({ javaScriptEnabled: false })
  phone.watch(context)
  const plain = await context.newPage()
  await test.step('the form, without a script', async () => {
    await plain.goto('/sign-in')
    await plain.getByRole('contentinfo').getByRole('link', { name: 'Accessibility' }).click()
    await expect(plain.getByRole('heading', { name: 'Known limits' })).toBeVisible()
    await plain.getByLabel('What keeps you out?').fill(BARRIER)
    await plain.getByLabel('Where was it?').fill('The page of a permission')
    await plain.getByLabel('Your e-mail address').fill('reader@example.com')
    await plain.getByRole('button', { name: 'Send to the bank' }).click()
    await expect(plain.getByRole('status')).toContainText('We have got your message')
  })
  await test.step('by the keyboard alone, in Greek', async () => {
    await page.goto('/accessibility')
    await page.getByRole('button', { name: 'Ελληνικά' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Προσβασιμότητα' })).toBeVisible()
    await page.getByLabel('Τι σας εμποδίζει;').focus()
    await page.keyboard.type('Δεν φτάνω το κουμπί.')
    for (const _field of ['place', 'address', 'send']) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('status')).toContainText('Λάβαμε το μήνυμά σας')
    await page.getByRole('button', { name: 'English' }).click()
  })
  await test.step('staff read it, and close it with what was done', async () => {
    await page.goto(await newColleague('Nora Holm', 'read', 'operate'))
    await page.getByRole('button', { name: 'Create passkey' }).click()
    await page.getByRole('link', { name: /^Barriers \(\d+\)$/ }).click()
    const report = page.getByRole('listitem').filter({ hasText: BARRIER })
    await expect(report).toContainText('Wants an answer at reader@example.com')
    await expectAccessible(page)
    await report.getByLabel('I have answered whoever wrote').check()
    await report.getByLabel('What you found and what was done').fill('The chart has a name now.')
    await report.getByRole('button', { name: 'Close the report' }).click()
    await expect(page.getByRole('status')).toContainText('The report is closed.')
    await expect(report).toContainText('The chart has a name now.')
  })
  await context.close()
})

test('by the keyboard alone: answer a request, sign in, find it, stop it and ask to delete', async ({
  phone,
}) => {
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'Keys' })
  await returning(phone, 'bo')
  await test.step('say yes to what an app asks for', async () => {
    await page.goto((await tpp.asks({ ibans: [PERSONAS.bo.accounts.everyday.iban] })).url)
    await press(page, page.locator('summary').first(), 'Enter')
    await expect(page.locator('details').first()).toHaveAttribute('open', '')
    await press(page, page.getByRole('button', { name: 'Share with passkey' }), 'Enter')
    await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  })
  await test.step('sign in, past the header by the link that skips it', async () => {
    await page.goto('/sign-in')
    await press(page, page.getByRole('link', { name: 'Skip to the page' }), 'Enter')
    await press(page, page.getByRole('button', { name: 'Sign in with a passkey' }), 'Space')
    await expect(page.getByRole('heading', { name: 'Apps with access' })).toBeVisible()
  })
  await test.step('stop, with the box; the focus stands on what was done', async () => {
    await press(page, page.getByRole('link', { name: tpp.brand }).first(), 'Enter')
    await press(page, page.getByRole('link', { name: 'Stop sharing' }), 'Enter')
    const box = page.getByRole('checkbox', { name: /to delete my data/ })
    await press(page, box, 'Space')
    await expect(box).toBeChecked()
    await press(page, page.getByRole('button', { name: 'Stop sharing' }), 'Enter')
    await expect(page.getByRole('heading', { name: /can no longer see your accounts/ })).toBeFocused()
  })
  await tpp.leave()
})

const STEPS_MAX = 60

/** Goes to it by the tabulator, sees the focus there, and presses the key. */
async function press(page: Page, target: Locator, key: 'Enter' | 'Space'): Promise<void> {
  await expect(target).toBeVisible()
  for (let step = 0; step < STEPS_MAX; step++) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) break
  }
  await expect(target).toBeFocused()
  const outline = await target.evaluate((element) => {
    const rings = [getComputedStyle(element), getComputedStyle(element, '::after')]
    return rings.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px')
  })
  expect(outline, 'the focus can be seen').toBe(true)
  await page.keyboard.press(key)
}
