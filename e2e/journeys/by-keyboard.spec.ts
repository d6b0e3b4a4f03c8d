import { PERSONAS } from '@/db/seed/personas'
import { activationLink } from '../fixtures/activation-links'
import { expect, test } from '../fixtures/journey'
import { Keyboard } from '../fixtures/keyboard'
import { passSeconds } from '../fixtures/pass-seconds'
import { ThirdParty } from '../fixtures/third-party'

let tpp: ThirdParty

test.beforeAll(async () => {
  tpp = await ThirdParty.enrol({ brand: 'Typed' })
})
test.afterAll(() => tpp.leave())

test('by keyboard alone: activate, allow what is named, sign in, stop with the box ticked', async ({
  phone,
}) => {
  const { page } = phone
  const keyboard = await Keyboard.of(page)

  await test.step('activation', async () => {
    await page.goto(await activationLink('bo'))
    await expect(page.getByRole('button', { name: 'Create passkey' })).toBeEnabled()
    await keyboard.skipsToContent()
    await keyboard.reach('button', 'Create passkey')
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Apps with access' })).toBeVisible()
  })

  await test.step('accounts named', async () => {
    await page.context().clearCookies()
    await page.goto((await tpp.asks({ ibans: [PERSONAS.bo.accounts.everyday.iban] })).url)
    await expect(page.getByRole('button', { name: 'Share with passkey' })).toBeEnabled()
    await keyboard.skipsToContent()
    await keyboard.reach('button', 'Share with passkey')
    expect(await keyboard.reach('button', 'Don’t share'), 'both answers stand side by side').toHaveLength(1)
    await keyboard.reach('button', 'Share with passkey', { back: true })
    await keyboard.press('Enter')
    await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  })

  await test.step('sign-in', async () => {
    await page.goto('/')
    await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeEnabled()
    await keyboard.skipsToContent()
    await keyboard.reach('button', 'Sign in with a passkey')
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Apps with access' })).toBeVisible()
    await expect(page).toHaveTitle(/^Apps with access/)
  })

  await test.step('the menu opens, closes by Escape, and never covers what comes after it', async () => {
    await keyboard.reach('summary', 'Menu of Bo Henriksen')
    await keyboard.press('Space')
    expect(await keyboard.reach('button', 'Sign out')).toHaveLength(8)
    await keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden()
    await keyboard.press('Enter')
    await keyboard.reach('link', tpp.brand)
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden()
  })

  await test.step('stop', async () => {
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: tpp.brand })).toBeVisible()
    const there = await keyboard.walk()
    expect((await keyboard.walk({ back: true })).toReversed(), 'the same way back').toEqual(there)
    await passSeconds(page, 181)
    await expect(page.getByRole('link', { name: 'Stay signed in' })).toBeVisible()
    expect(await keyboard.walk(), 'the line at the foot of the screen covers none').toHaveLength(
      there.length + 1,
    )
    await keyboard.reach('link', 'Stop sharing')
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: `Stop sharing with ${tpp.brand}?` })).toBeVisible()
    await expect(page).toHaveTitle(new RegExp(`^Stop sharing with ${tpp.brand}\\?`))
    await keyboard.reach('checkbox', `Also ask ${tpp.brand} to delete my data`)
    await keyboard.press('Space')
    await keyboard.reach('button', 'Stop sharing')
    await keyboard.press('Enter')
    const done = page.getByRole('heading', { name: `${tpp.brand} can no longer see your accounts` })
    await expect(done).toBeFocused()
    expect(await keyboard.reach('link', 'See how far your request has come')).toHaveLength(1)
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: `Your request to ${tpp.brand}` })).toBeVisible()
  })
})

test('by keyboard alone: sign in for a request, pick accounts, stop, ask for deletion afterwards', async ({
  phone,
}) => {
  const { page } = phone
  const keyboard = await Keyboard.of(page)
  await page.goto(await activationLink('nils'))
  await expect(page.getByRole('button', { name: 'Create passkey' })).toBeEnabled()
  await keyboard.reach('button', 'Create passkey')
  await keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Apps with access' })).toBeVisible()

  await test.step('nothing picked: the focus is on the first account, which says what is wrong', async () => {
    await page.context().clearCookies()
    await page.goto((await tpp.asks()).url)
    await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeEnabled()
    await keyboard.reach('button', 'Sign in with a passkey')
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Accounts to share' })).toBeVisible()
    await keyboard.skipsToContent()
    await keyboard.reach('button', 'Allow')
    await keyboard.press('Enter')
    const first = page.getByRole('checkbox').first()
    await expect(first).toBeFocused()
    await expect(first).toHaveAccessibleDescription('Choose at least one account.')
    await expect(first).toHaveAttribute('aria-invalid', 'true')
  })

  await test.step('picked and allowed', async () => {
    await keyboard.press('Space')
    await expect(page.getByText('Choose at least one account.')).toHaveCount(0)
    await expect(page.getByRole('checkbox').first()).not.toHaveAttribute('aria-invalid')
    await keyboard.reach('button', 'Allow')
    await keyboard.press('Enter')
    await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  })

  await test.step('stop without the box', async () => {
    await page.goto('/')
    await keyboard.reach('link', tpp.brand)
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: tpp.brand })).toBeVisible()
    await keyboard.reach('link', 'Stop sharing')
    await keyboard.press('Enter')
    await expect(page.getByRole('checkbox', { name: 'Also ask' })).not.toBeChecked()
    await keyboard.reach('button', 'Stop sharing')
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: /can no longer see your accounts$/ })).toBeFocused()
  })

  await test.step('ask for deletion', async () => {
    await keyboard.reach('link', `Ask ${tpp.brand} to delete your data`)
    await keyboard.press('Enter')
    await expect(page).toHaveTitle(new RegExp(`^Ask ${tpp.brand} to delete your data\\?`))
    await keyboard.reach('button', 'Ask to delete')
    await keyboard.press('Enter')
    await expect(page.getByRole('status')).toContainText('Your letter')
    await expect(page.getByRole('status')).toBeFocused()
    await keyboard.reach('button', 'I have sent the letter')
    await keyboard.press('Enter')
    await expect(page.getByRole('status')).toContainText('You sent the letter')
    await expect(page.getByRole('status')).toBeFocused()
  })
})
