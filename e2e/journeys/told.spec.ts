import { activationLink } from '../fixtures/activation-links'
import { HOUSE } from '../fixtures/house'
import { expect, test } from '../fixtures/journey'
import { signsUpAtSaldo } from '../fixtures/saldo-user'

const TOLD_WITHIN_MILLIS = 30_000

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
    const confirmation = page.getByRole('status').filter({ hasText: /can no longer see/ })
    await expect(confirmation).toBeVisible()
    const confirmed = page.url()
    await expect(async () => {
      await page.goto(`${HOUSE.SALDO_ORIGIN}/accounts`)
      await expect(page.getByRole('status')).toContainText(
        /told us that you stopped sharing.*confirmed to the bank/,
        { timeout: 1 },
      )
    }).toPass({ timeout: TOLD_WITHIN_MILLIS })
    await page.getByText('Calls just made').click()
    for (const entry of await entries.all()) await entry.click()
    await expect(told('"consentStatus": "revokedByPsu"')).toBeVisible()
    await page.goto(confirmed)
    await expect(confirmation).toContainText(/Saldo was told on .{8,}, \d\d:\d\d:\d\d\./)
    const trail = page.getByRole('region', { name: 'How the stop took effect' }).getByRole('listitem')
    await expect(trail).toHaveText([
      /^Sharing was stopped.*\d\d:\d\d:\d\d$/,
      /^The keys of Saldo ended at the same moment.*\d\d:\d\d:\d\d$/,
      /^Saldo was told.*\d\d:\d\d:\d\d$/,
      /^Saldo confirmed that it knows.*\d\d:\d\d:\d\d$/,
    ])
  })
})
