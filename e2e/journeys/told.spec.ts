import { HOUSE } from '../fixtures/house'
import { expect, test } from '../fixtures/journey'
import { signsUpAtSaldo } from '../fixtures/saldo-user'
import { activationLink } from '../fixtures/third-party'

const TOLD_WITHIN_MILLIS = 5_000

test('a stop at the bank reaches Saldo within seconds, signed, without Saldo asking', async ({ phone }) => {
  const { page } = phone
  const entries = page.getByText('/notifications (from the bank)')
  const told = (text: string) =>
    page.getByLabel('Asked').filter({ hasText: 'signature-input: bank=' }).filter({ hasText: text })

  await test.step('share with Saldo, which asks to be told', async () => {
    await page.goto(await activationLink('anna'))
    await phone.tap(page.getByRole('button', { name: 'Create passkey' }))
    await expect(page.getByRole('heading', { name: 'Apps with access' })).toBeVisible()
    await signsUpAtSaldo(page)
    await page.getByRole('button', { name: 'Connect Nordhavn Bank' }).click()
    await page.getByRole('checkbox', { name: /Everyday/ }).check()
    await phone.tap(page.getByRole('button', { name: 'Allow with passkey' }))
    await expect(page).toHaveURL(`${HOUSE.SALDO_ORIGIN}/accounts`)
  })

  await test.step('the approval was told: the authorisation step by step, then the consent', async () => {
    await expect(async () => {
      await page.reload()
      await expect(told('"consentStatus": "valid"')).toHaveCount(1, { timeout: 1 })
    }).toPass({ timeout: TOLD_WITHIN_MILLIS })
    await page.getByText('Calls just made').click()
    for (const entry of await entries.all()) await entry.click()
    await expect(told('"scaStatus": "finalised"')).toBeVisible()
    await expect(told('"consentStatus": "valid"')).toBeVisible()
  })

  await test.step('stop at the bank, and look at Saldo again: it knows', async () => {
    await page.goto(HOUSE.PUBLIC_ORIGIN)
    await page.getByRole('link', { name: /Saldo/ }).first().click()
    await page.getByRole('link', { name: 'Stop sharing' }).click()
    await page.getByRole('button', { name: 'Stop sharing' }).click()
    await expect(page.getByRole('status').filter({ hasText: /can no longer see/ })).toBeVisible()
    await expect(async () => {
      await page.goto(`${HOUSE.SALDO_ORIGIN}/accounts`)
      await expect(page.getByRole('status')).toContainText('told us that you stopped sharing', { timeout: 1 })
    }).toPass({ timeout: TOLD_WITHIN_MILLIS })
    await page.getByText('Calls just made').click()
    for (const entry of await entries.all()) await entry.click()
    await expect(told('"consentStatus": "revokedByPsu"')).toBeVisible()
  })
})
