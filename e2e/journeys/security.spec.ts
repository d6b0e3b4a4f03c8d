import type { Page } from '@playwright/test'
import { PERSONAS } from '@/db/seed/personas'
import { expectAccessible } from '../fixtures/accessible'
import { activationLink, recoveryLetter } from '../fixtures/activation-links'
import { expect, type Phone, test } from '../fixtures/journey'
import { objectionPath, ThirdParty } from '../fixtures/third-party'

/** Signed in with a new passkey, on the page about the ways into the bank. */
async function atSecurity({ page }: Phone, persona: string) {
  await page.goto(await activationLink(persona))
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await page.goto('/security')
}

/** The codes of the page that shows them: reading a list does not wait for it. */
async function tenCodes(page: Page): Promise<string[]> {
  const codes = page.getByRole('list', { name: 'Ten codes' }).locator('code')
  await expect(codes).toHaveCount(10)
  return codes.allInnerTexts()
}

test('the page tells which passkeys are synced and where they were used, where one is signed in, and what happened', async ({
  phone,
  browser,
}) => {
  const { page } = phone
  await atSecurity(phone, 'nils')
  const cards = page.getByRole('region', { name: 'Passkeys' }).getByRole('listitem')
  await expect(cards.filter({ hasText: 'You’re using this one' })).toContainText('On one device only')
  // The authenticator says nothing of who made it: the browser's name stands in for it, and no line about a provider.
  await expect(cards.first()).toContainText(/Chrome \(/)
  await expect(cards.first()).not.toContainText('None')
  await phone.swap({ synced: true })
  await page.getByRole('link', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByRole('status')).toContainText('Your new passkey works.')
  await expect(cards.filter({ hasText: 'Synced' })).toContainText('Not used yet')
  await expect(cards.filter({ hasText: 'On one device only' }).first()).toContainText(
    /Last used today \d\d:\d\d, Chrome \(/,
  )

  const other = await browser.newContext({ storageState: await page.context().storageState() })
  await page.context().clearCookies()
  await page.goto('/sign-in?next=/security')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL('/security')
  const browsers = page.getByRole('region', { name: 'Where you are signed in' })
  await expect(browsers.getByText('This browser')).toBeVisible()
  await browsers
    .getByRole('button', { name: /^Sign out of / })
    .first()
    .click()
  await expect(page.getByRole('status')).toContainText('That browser is signed out.')
  const theirs = await other.newPage()
  await theirs.goto('/security')
  await expect(theirs).toHaveURL(/\/sign-in/)
  await other.close()

  const events = page.getByRole('region', { name: 'What happened lately' })
  await expect(events.getByRole('listitem').first()).toContainText('You signed another browser out')
  await expect(events.getByText(/You signed in · Chrome \(/).first()).toBeVisible()
  await expect(events.getByText(/A passkey was added/).first()).toBeVisible()
  await expectAccessible(page)
})

test('ten codes are shown once, come alone out of the printer, and are turned on without script', async ({
  phone,
  browser,
}) => {
  const { page } = phone
  await atSecurity(phone, 'oskar')
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  })
  phone.watch(context)
  const plain = await context.newPage()
  await plain.goto('/security')
  await expect(plain.getByText('You have no recovery codes.')).toBeVisible()
  await plain.getByRole('link', { name: 'Make recovery codes' }).click()
  const list = plain.getByRole('list', { name: 'Ten codes' })
  await expect(list.getByRole('listitem')).toHaveCount(10)
  const shown = await list.innerText()
  await plain.emulateMedia({ media: 'print' })
  await expect(list).toBeVisible()
  await expect(plain.getByRole('button', { name: 'I have them, turn them on' })).toBeHidden()
  await plain.emulateMedia({ media: 'screen' })
  await plain.getByRole('button', { name: 'I have them, turn them on' }).click()
  await expect(plain.getByText('Your recovery codes work from now on.')).toBeVisible()
  await expect(plain.getByText(/10 of your 10 codes are left/)).toBeVisible()
  await context.close()
  await page.goto('/security/codes')
  expect(await page.getByRole('list', { name: 'Ten codes' }).innerText()).not.toBe(shown)
  await expect(page.getByText('the codes you had before stop working')).toBeVisible()
  await expectAccessible(page)
})

test('the last passkey can go; a letter and a code get back in, to look and to stop, and "this wasn’t me" ends it', async ({
  phone,
  browser,
}) => {
  const { page } = phone
  phone.expectComplaint(/status of 4\d\d/)
  await page.addInitScript(() => {
    window.name = ''
    const { PublicKeyCredential } = window
    PublicKeyCredential.signalAllAcceptedCredentials = async ({ allAcceptedCredentialIds }) => {
      window.name = JSON.stringify(allAcceptedCredentialIds)
    }
  })
  await atSecurity(phone, 'sverre')
  const owner = await browser.newContext({ storageState: await page.context().storageState() })
  await page.getByRole('link', { name: 'Make recovery codes' }).click()
  const [code = '', next = ''] = await tenCodes(page)
  await page.getByRole('button', { name: 'I have them, turn them on' }).click()

  await test.step('the only passkey goes, and the browser is told', async () => {
    await page.getByText('Remove', { exact: true }).click()
    await expect(page.getByText('This is your only passkey. Without it')).toBeVisible()
    await page.getByRole('button', { name: 'Remove this passkey' }).click()
    await expect(page.getByRole('status')).toContainText('The passkey is removed.')
    await expect.poll(() => page.evaluate(() => window.name)).toBe('[]')
    await page.getByRole('button', { name: 'Sign out here' }).click()
  })

  await test.step('the way back is one page; what is wrong is not told', async () => {
    await page.getByRole('link', { name: 'Get back in' }).click()
    await expectAccessible(page)
    const letter = await recoveryLetter('sverre')
    const create = page.getByRole('button', { name: 'Create passkey' })
    await create.click()
    await expect(page.getByText('Enter the code from our letter, all 32 letters and digits.')).toBeVisible()
    await page.getByLabel('Code from our letter').fill(letter)
    await page.getByLabel('One of your recovery codes').fill(`${code.slice(0, -1)} `)
    await create.click()
    await expect(page.getByText('Enter one of your recovery codes, all 12 letters and digits.')).toBeVisible()
    await expect(page.getByRole('status')).toHaveText('')
    for (const [typed, beside] of [
      ['0000-0000-0000-0000-0000-0000-0000-0000', code],
      [letter, '0000-0000-0000'],
    ] as const) {
      await page.getByLabel('Code from our letter').fill(typed)
      await page.getByLabel('One of your recovery codes').fill(beside)
      await create.click()
      await expect(page.getByRole('status')).toContainText('These two codes can’t be used together.')
    }
    await phone.swap()
    await page.getByLabel('Code from our letter').fill(letter)
    await page.getByLabel('One of your recovery codes').fill(code.toLowerCase())
    await create.click()
    await page.waitForURL('/security')
    await expect(page.getByText('This passkey was made to get back in.')).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('it looks, and allows nothing', async () => {
    await page.goto('/')
    await expect(page.getByRole('heading', { name: 'Apps with access' })).toBeVisible()
    for (const path of ['/security/codes', '/security/add']) {
      await page.goto(path)
      await expect(page).toHaveURL('/security')
    }
    for (const name of ['Add a passkey', 'Make new recovery codes'])
      await expect(page.getByRole('link', { name })).toHaveCount(0)
    const tpp = await ThirdParty.enrol({ brand: 'Cooling' })
    const { everyday } = PERSONAS.sverre.accounts
    await page.goto((await tpp.asks({ ibans: [everyday.iban] })).url)
    await page.getByRole('button', { name: 'Share with passkey' }).click()
    await expect(page.getByRole('status')).toContainText('it can look and stop sharing, and nothing else')
    await tpp.leave()
  })

  await test.step('the link of the notice ends it, without a sign-in and after a question', async () => {
    const path = await objectionPath()
    const reader = await owner.newPage()
    await owner.clearCookies()
    await reader.goto(path)
    await expect(reader.getByRole('heading', { name: 'Was this you?' })).toBeVisible()
    await expectAccessible(reader)
    await reader.getByRole('button', { name: 'This wasn’t me: end it' }).click()
    await expect(reader.getByRole('heading', { name: 'We ended it' })).toBeVisible()
    await reader.goto(path)
    await expect(reader.getByRole('heading', { name: 'There is nothing to end here' })).toBeVisible()
    await expectAccessible(reader)
    await owner.close()
    await page.goto('/security')
    await expect(page).toHaveURL(/\/sign-in/)
    await page.goto('/recover')
    await page.getByLabel('Code from our letter').fill(await recoveryLetter('sverre'))
    await page.getByLabel('One of your recovery codes').fill(next)
    await page.getByRole('button', { name: 'Create passkey' }).click()
    await expect(page.getByRole('status')).toContainText('These two codes can’t be used together.')
  })
})

test('another browser of the customer is told of a recovery on the page, and ends it there', async ({
  phone,
  browser,
}) => {
  const { page } = phone
  await atSecurity(phone, 'klara')
  const keptHere = await page.context().storageState()
  await page.getByRole('link', { name: 'Make recovery codes' }).click()
  const [code = ''] = await tenCodes(page)
  await page.getByRole('button', { name: 'I have them, turn them on' }).click()
  await expect(page.getByText('Your recovery codes work from now on.')).toBeVisible()
  await page.context().clearCookies()
  await phone.swap()
  await page.goto('/recover')
  await page.getByLabel('Code from our letter').fill(await recoveryLetter('klara'))
  await page.getByLabel('One of your recovery codes').fill(code)
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await page.waitForURL('/security')

  const context = await browser.newContext({ storageState: keptHere })
  const owner = await context.newPage()
  await owner.goto('/security')
  await expect(owner.getByRole('heading', { name: 'Somebody made a passkey to get back in' })).toBeVisible()
  await expectAccessible(owner)
  await owner.getByRole('button', { name: 'This wasn’t me: end it' }).click()
  await expect(owner.getByRole('status')).toContainText('We ended it.')
  await context.close()
  await page.goto('/security')
  await expect(page).toHaveURL(/\/sign-in/)
})
