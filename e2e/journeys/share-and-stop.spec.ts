import { expectAccessible } from '../fixtures/accessible'
import { activationLink } from '../fixtures/activation-links'
import { HOUSE } from '../fixtures/house'
import { expect, type Phone, test } from '../fixtures/journey'
import { signsUpAtSaldo } from '../fixtures/saldo-user'

test('activate, share with Saldo, see what it read, stop, and see it refused', async ({ phone }) => {
  const { page } = phone

  await test.step('activation gives a passkey and signs in', async () => {
    await page.goto(await activationLink('anna'))
    await expectAccessible(page)
    await phone.tap(page.getByRole('button', { name: 'Create passkey' }))
    await expect(page.getByRole('heading', { name: 'Apps with access' })).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('a session from before: Saldo asks, one page, one prompt', async () => {
    await signsUpAtSaldo(page)
    await page.getByRole('button', { name: 'Connect Nordhavn Bank' }).click()
    await expect(page.getByRole('heading', { name: /Share account data with Saldo/ })).toBeVisible()
    await expectAccessible(page)
    phone.reset()
    // What she shared with Saldo until it ran out is where a renewal starts from.
    await expect(page.getByRole('checkbox', { name: /Everyday/ })).toBeChecked()
    await phone.tap(page.getByRole('button', { name: 'Allow with passkey' }))
    await expect(page).toHaveURL(`${HOUSE.SALDO_ORIGIN}/accounts`)
    expect(phone.gestures()).toEqual({ pages: 0, prompts: 1, taps: 1, fields: 0 })
  })

  await test.step('Saldo shows real balances and transactions', async () => {
    await expect(page.getByRole('heading', { name: 'Your money in Saldo' })).toBeVisible()
    await expectAccessible(page)
    await expect(page.getByText('Everyday account').first()).toBeVisible()
    await page.getByRole('button', { name: 'Read in the background' }).click()
    await expect(page.getByRole('status')).toContainText(/read/i)
  })

  await test.step('the read stands in the history', async () => {
    await openSaldo(phone)
    await expect(page.getByText(/times? in 30 days|once in 30 days/i).first()).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('stopping takes three taps from the start page, no prompt', async () => {
    await page.goto('/')
    phone.reset()
    await phone.tap(page.getByRole('link', { name: /Saldo/ }).first())
    await phone.tap(page.getByRole('link', { name: 'Stop sharing' }))
    await expectAccessible(page)
    await phone.tap(page.getByRole('button', { name: 'Stop sharing' }))
    await expect(page.getByRole('status').filter({ hasText: /can no longer see/ })).toContainText(/CNS-/)
    await expectAccessible(page)
    expect(phone.gestures()).toMatchObject({ prompts: 0, taps: 3, fields: 0 })
    await expect(page.getByRole('heading', { name: 'Saldo can no longer see your accounts' })).toBeFocused()
    await expect(page).toHaveTitle(/^Saldo can no longer see your accounts/)
    await expect(page.getByText(/^(We are telling Saldo now|Saldo was told on)/)).toBeVisible()
  })

  await test.step("Saldo's next call is refused, and it says so", async () => {
    await page.goto(`${HOUSE.SALDO_ORIGIN}/accounts`)
    await page.getByRole('button', { name: 'Read in the background' }).click()
    await expect(page.getByRole('heading', { name: 'Sharing was stopped at your bank' })).toBeVisible()
    await expectAccessible(page)
    await page.getByText('Calls just made').click()
    await expect(page.getByText('401').first()).toBeVisible()
  })

  await test.step('the refused look stands in the history', async () => {
    await page.goto('/?tab=ended')
    await page.getByRole('link', { name: /Saldo/ }).first().click()
    await expect(page.getByText('Refused: you had stopped').first()).toBeVisible()
    await expectAccessible(page)
  })
})

async function openSaldo({ page }: Phone): Promise<void> {
  await page.goto('/')
  await page.getByRole('link', { name: /Saldo/ }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: /Saldo/ })).toBeVisible()
}
