import { generateKeyPairSync } from 'node:crypto'
import type { Browser } from '@playwright/test'
import { expectAccessible } from '../fixtures/accessible'
import { activationLink } from '../fixtures/activation-links'
import { HOUSE } from '../fixtures/house'
import { inDays } from '../fixtures/in-days'
import { expect, Phone, test } from '../fixtures/journey'

const MAIL = 'security@posture.example'

test('a developer has their endpoints looked at, names a contact and states something; staff see it, and that it is no condition', async ({
  phone,
  browser,
}) => {
  // Three browsers, and axe four times on each of their pages.
  test.slow()
  const { page } = phone
  const name = `Nordisk Posture ${process.pid} ApS`

  await test.step('the guide is for everybody, the check for who is signed in', async () => {
    await page.goto('/developer/security')
    await expect(page.getByRole('heading', { name: 'In an incident' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Look now' })).toHaveCount(0)
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Sign in as a developer' }).click()
    await page.getByRole('link', { name: 'Sign up' }).click()
    await page.getByLabel('Legal name').fill(name)
    await page.getByRole('button', { name: 'Create passkey' }).click()
    await page.getByRole('button', { name: 'Get certificates' }).click()
    await expect(page.getByRole('heading', { name: 'New certificates' })).toBeVisible()
    await page.goto('/developer/application')
  })
  const id = (await page.getByText(/^PSDNL-DNB-/).textContent()) ?? ''

  await test.step('what is registered: an address nobody has, and a modest key', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }] }
    await page.getByLabel('Redirect URIs').fill('https://posture.example/callback')
    await page.getByLabel('Public keys (JWKS)').fill(JSON.stringify(jwks))
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Saved. It holds')).toBeVisible()
  })

  await test.step('a contact and a statement, and taking one back', async () => {
    await page.getByText('Name a contact').click()
    await page.getByLabel('E-mail').fill(MAIL)
    await page.getByLabel('Telephone').fill('+45 70 00 00 01')
    await page.getByRole('button', { name: 'Save the contact' }).click()
    await expect(page.getByText(MAIL)).toBeVisible()
    for (const reference of ['C-1', 'C-2']) {
      await page.getByText('State something').click()
      await page.getByLabel('Kind').selectOption('ISO 27001')
      await page.getByLabel('Issued by').fill('Certifier B.V.')
      await page.getByLabel('Reference').fill(reference)
      await page.getByLabel('Last day').fill(inDays(20))
      await page.getByRole('button', { name: 'State it' }).click()
      await expect(page.getByText(reference)).toBeVisible()
    }
    await page.getByText('State something').click()
    await page.getByText('Change the contact').click()
    await expectAccessible(page)
    await page
      .getByRole('listitem')
      .filter({ hasText: 'C-2' })
      .getByRole('button', { name: 'Withdraw' })
      .click()
    await expect(page.getByText('C-2')).toHaveCount(0)
  })

  await test.step('the check looks at what is registered, once a minute', async () => {
    await page.getByRole('link', { name: 'What the bank sees of your endpoints' }).click()
    await page.getByRole('button', { name: 'Look now' }).click()
    await expect(page.getByText('Looked at just now.')).toBeVisible()
    await expect(page.getByText('A public key is RSA of 2048 bits')).toBeVisible()
    await expect(page.getByText('Not looked at: not on the public internet')).toBeVisible()
    await expect(page.getByText('A redirect URI is on a host that is not in the QWAC')).toBeVisible()
    await expect(page.getByText('A statement ends in 20 days: C-1')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Look now' }).click()
    await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  })

  const detail = `/staff/third-parties/${id}`
  await test.step('staff who operate see all of it, and may note what they are told by telephone', async () => {
    const { page: desk, complaints } = await colleague(browser, 'staff:operator')
    await desk.goto(detail)
    const section = desk.getByRole('region', { name: 'Security', exact: true })
    await expect(section).toContainText('none of this may be a condition for access')
    await expect(section).toContainText('A public key is RSA of 2048 bits')
    await expect(section).toContainText(MAIL)
    await expectAccessible(desk)
    await section.getByText('Note a statement').click()
    await section.getByLabel('Kind').selectOption('Penetration test')
    await section.getByLabel('Issued by').fill('Red Team ApS')
    await section.getByLabel('Reference').fill('PT-7')
    await section.getByLabel('Last day').fill(inDays(200))
    await section.getByText('Change the contact').click()
    await expectAccessible(desk)
    await section.getByRole('button', { name: 'Note it' }).click()
    await expect(section.getByText('PT-7')).toBeVisible()
    await expect(section).toContainText('noted by the bank')
    expect(complaints).toEqual([])
  })

  await test.step('who approves sees it, and changes nothing', async () => {
    const { page: desk, complaints } = await colleague(browser, 'staff:approver')
    await desk.goto(detail)
    const section = desk.getByRole('region', { name: 'Security', exact: true })
    await expect(section).toContainText('PT-7')
    await expect(section.getByRole('button')).toHaveCount(0)
    expect(complaints).toEqual([])
  })
})

/** A colleague at a desk of their own, with the passkey that their link gave them. */
async function colleague(browser: Browser, who: string): Promise<Phone> {
  const context = await browser.newContext({
    baseURL: HOUSE.PUBLIC_ORIGIN,
    viewport: { width: 1280, height: 900 },
  })
  const desk = await Phone.with(await context.newPage())
  await desk.page.goto(await activationLink(who))
  await desk.page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(desk.page.getByRole('heading', { name: 'Third parties' })).toBeVisible()
  return desk
}
