import { expectAccessible } from '../fixtures/accessible'
import { HOUSE } from '../fixtures/house'
import { expect, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'

test('what happens stands in the inbox and comes by mail, and the customer chooses what does', async ({
  phone,
}) => {
  const { page } = phone
  await enrols(page, 'bo')

  await page.goto('/notices')
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('A passkey was added to your access').first()).toBeVisible({ timeout: 500 })
  }).toPass()
  await expectAccessible(page)
  await page.getByText('Bo Henriksen').click()
  await expect(page.getByRole('link', { name: /Notices, \d+ unread/ })).toBeVisible()
  // A tap outside closes the menu and does nothing else, whatever it hits.
  await page.getByRole('contentinfo').getByRole('link', { name: 'Accessibility' }).click()
  await expect(page.getByRole('link', { name: /Notices, \d+ unread/ })).toBeHidden()
  await expect(page).toHaveURL('/notices')

  await page.goto('/notices/settings')
  await expect(page.getByText('bo@customers.example')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('checkbox', { name: 'Mail about: Sharing has ended' }).uncheck()
  await page.getByLabel('From', { exact: true }).selectOption('22:00')
  await page.getByRole('button', { name: 'Save choices' }).click()
  await expect(page.getByRole('status')).toContainText('Quiet hours need a beginning and a different end.')
  await expectAccessible(page)
  // What was chosen is kept beside the fault.
  await expect(page.getByRole('checkbox', { name: 'Mail about: Sharing has ended' })).not.toBeChecked()
  await expect(page.getByLabel('From', { exact: true })).toHaveValue('22')
  await page.getByLabel('From', { exact: true }).selectOption('No quiet hours')
  await page.getByRole('button', { name: 'Save choices' }).click()
  await expect(page.getByRole('status')).toContainText('Your choices are saved.')
  await expect(page.getByRole('checkbox', { name: 'Mail about: Sharing has ended' })).not.toBeChecked()
  await page.getByRole('button', { name: 'Send me a test' }).click()
  await expect(page.getByRole('status')).toContainText('on its way by mail')
  await page.getByRole('button', { name: 'Send me a test' }).click()
  await expect(page.getByRole('status')).toContainText(
    /A test (was sent within this minute|is in your inbox)/,
  )

  await page.goto('/notices')
  await expect(page.getByText('This is a test').first()).toBeVisible()
  await page.getByRole('button', { name: 'Mark all as read' }).click()
  await expect(page.getByText('Everything is read.')).toBeVisible()
  await expect(page.getByText('New', { exact: true })).toHaveCount(0)
  await expectAccessible(page)

  await page.goto(`${HOUSE.SANDBOX_MAIL_ORIGIN}/?to=bo@customers.example`)
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('heading', { name: /This is a test/ }).first()).toBeVisible({ timeout: 500 })
    await expect(page.getByRole('heading', { name: /A passkey was added/ }).first()).toBeVisible({
      timeout: 500,
    })
  }).toPass()
  await expectAccessible(page)
})
