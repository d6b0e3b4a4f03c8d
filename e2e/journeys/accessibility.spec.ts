import { expectAccessible } from '../fixtures/accessible'
import { expect, test } from '../fixtures/journey'
import { newColleague } from '../fixtures/third-party'

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
    await expect(page.getByRole('status')).toBeFocused()
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
