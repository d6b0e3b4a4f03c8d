import { readFileSync } from 'node:fs'
import { PERSONAS } from '@/db/seed/personas'
import { expectAccessible } from '../fixtures/accessible'
import { activationLink } from '../fixtures/activation-links'
import { ELSEWHERE, EVERY_PAGE, expectEachAccessible, pagesOf, WHOSE } from '../fixtures/every-page'
import { pauseThirdParty } from '../fixtures/evidence'
import { HOUSE } from '../fixtures/house'
import { expect, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import { passSeconds } from '../fixtures/pass-seconds'
import { signsUpAtSaldo } from '../fixtures/saldo-user'
import { holdsWithdrawals, newColleague, paysInHouse, ThirdParty } from '../fixtures/third-party'

test('the pages nobody hopes to see are as accessible as the others, and each says where it is', async ({
  phone,
}) => {
  const { page } = phone
  phone.expectComplaint(/404/)
  await page.goto('/nothing-here')
  await expect(page.locator('[data-error-id]')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/problem?words=unexpected&reference=01234567-89ab-7def-8123-456789abcdef')
  await expect(page.locator('[data-error-id]')).toBeVisible()
  await expectAccessible(page)
  for (const address of ['/recover', '/recover/object/nothing', '/accessibility', '/help']) {
    await page.goto(address)
    await expectAccessible(page)
  }
  await page.goto('/verify')
  await expect(page.getByRole('button', { name: 'Check the record' })).toBeVisible()
  await expectAccessible(page)
  await page.goto('/interaction/nobody')
  await expect(page.locator('[data-error-id=request-unknown]')).toBeVisible()
  await expectAccessible(page)
})

test('each page of a customer is accessible in every language, width and theme', async ({ phone }) => {
  // A hundred pages are opened, and some are looked at twelve times.
  test.slow()
  const { page } = phone
  await enrols(page, 'anna')
  const tpp = await ThirdParty.enrol({ brand: 'Every Pay' })
  await paysInHouse({ customer: 'anna', tppId: tpp.id, amount: '2.50', inDays: 7 })
  await expectEachAccessible(page, {
    pages: pagesOf('customer'),
    starts: ['/', '/?tab=ended', '/?tab=payments', '/stop/preview?what=all'],
  })
})

test('each page of staff is accessible at every width in both themes', async ({ phone }) => {
  test.slow()
  const { page } = phone
  await holdsWithdrawals()
  await page.goto(await newColleague('Alma Alt', 'read', 'operate', 'approve', 'audit'))
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByRole('heading', { name: 'Third parties' })).toBeVisible()
  await expectEachAccessible(page, {
    pages: pagesOf('staff'),
    starts: ['/staff', '/staff/sign-in', '/staff/activate', '/staff/protection'],
  })
})

test('each page of a developer is accessible at every width in both themes', async ({ phone }) => {
  test.slow()
  const { page } = phone
  await page.goto('/developer/sign-up')
  await page.getByLabel('Legal name').fill(`Every Page ${process.pid} ApS`)
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByRole('heading', { name: /Every Page/ })).toBeVisible()
  await expectEachAccessible(page, {
    pages: pagesOf('developer'),
    starts: [
      '/developer',
      '/developer/application',
      '/developer/sign-up',
      '/developer/sign-up/key',
      '/developer/sign-in',
    ],
  })
})

test('no page of the application is left out', () => {
  const walked = Object.keys(WHOSE).flatMap((who) => pagesOf(who as keyof typeof WHOSE))
  const left = EVERY_PAGE.filter((name) => !walked.includes(name) && !Object.hasOwn(ELSEWHERE, name))
  expect(left).toEqual([])
  for (const [name, journey] of Object.entries(ELSEWHERE)) {
    expect(EVERY_PAGE, name).toContain(name)
    expect(readFileSync(`e2e/journeys/${journey}.spec.ts`, 'utf8'), name).toContain('expectAccessible')
  }
})

test('each page that needs no sign-in is accessible in every language, width and theme', async ({
  phone,
}) => {
  const { page } = phone
  await expectEachAccessible(page, {
    pages: pagesOf('anybody'),
    starts: [
      '/sign-in',
      '/activate',
      '/recover',
      '/recover/object/nothing',
      '/verify',
      '/problem?words=unexpected',
      '/accessibility',
      '/help',
      '/status',
    ],
  })
})

test('who is let in by a link reads in their language, and takes the code along', async ({ phone }) => {
  const { page } = phone
  const code = '0000-0000-0000-0000-0000-0000-0000-0000'
  await page.goto(`/activate#${code}`)
  await expect(page.getByLabel('Activation code')).toHaveValue(code)
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await expect(page.getByLabel('Aktivierungscode')).toHaveValue(code)
  await expect(page).toHaveURL('/activate')
  await page.goto('/problem?words=unexpected&reference=01234567-89ab-7def-8123-456789abcdef')
  await page.getByRole('button', { name: 'Ελληνικά' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'el')
  await expect(page.getByText('01234567-89ab-7def-8123-456789abcdef')).toBeVisible()
})

test('every state of a permission is accessible, current and ended', async ({ phone }) => {
  const { page } = phone
  await enrols(page, 'anna')
  for (const address of [
    '/?tab=payments',
    '/?group=account&data=balances',
    '/?q=nobody',
    '/activity?kind=staff',
  ]) {
    await page.goto(address)
    await expectAccessible(page)
  }
  for (const tab of ['/', '/?tab=ended']) {
    await page.goto(tab)
    await expectAccessible(page)
    const permissions = await page.getByRole('main').locator('a[href^="/permissions/"]').all()
    const addresses = await Promise.all(permissions.map((link) => link.getAttribute('href')))
    expect(addresses.length).toBeGreaterThan(3)
    for (const address of new Set(addresses)) {
      await page.goto(address ?? '')
      await expect(page.getByRole('heading', { name: /What was allowed|What it asked for/ })).toBeVisible()
      await expectAccessible(page)
    }
  }
})

test('a customer to whom nothing is shared, and one whose name is Greek, see a page made for them', async ({
  phone,
}) => {
  const { page } = phone
  await page.goto(await activationLink('oskar'))
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByText('No app can see your account data.')).toBeVisible()
  await expectAccessible(page)
  await page.getByText('Oskar Vinther').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.goto(await activationLink('eleni'))
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(page.getByText('Ελένη Παπαδοπούλου').first()).toBeVisible()
})

test('the pages of the demonstration third party are accessible too', async ({ phone }) => {
  const { page } = phone
  phone.expectComplaint(/400/)
  await page.goto(`${HOUSE.SALDO_ORIGIN}/sign-in`)
  await page.getByLabel('Name').fill('Nobody')
  await page.getByLabel('Password').fill('nobody’s password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('do not belong together')
  await expectAccessible(page)
  await page.goto(HOUSE.SALDO_ORIGIN)
  await expectAccessible(page)
  await signsUpAtSaldo(page)
  await expectAccessible(page)
})

test('while the books do not answer the page says so, and Saldo is connected all the same', async ({
  phone,
}) => {
  const { page } = phone
  await enrols(page, 'dagny')
  await signsUpAtSaldo(page)
  await page.getByRole('button', { name: 'Connect Nordhavn Bank' }).click()
  await expect(page.getByText('We can’t say right now how much is in your')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Allow with passkey' }).click()
  await expect(page.getByRole('status')).toContainText(
    'You are connected. Nordhavn Bank can’t answer just now',
  )
  await expectAccessible(page)
})

test('a permission that a newer one replaced says so and leads there; a no says what it was asked for', async ({
  phone,
}) => {
  const { page } = phone
  await enrols(page, 'anna')
  await page.goto('/?tab=ended&q=budgetto')
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Replaced by a newer permission' })
    .getByRole('link')
    .click()
  await expect(page).toHaveTitle(/^Budgetto/)
  await page.getByRole('link', { name: 'See the newer one' }).click()
  await expect(page.getByText(/Active until/)).toBeVisible()
  await page.goto('/?tab=ended')
  await page.getByRole('listitem').filter({ hasText: 'You said no' }).first().getByRole('link').click()
  await expect(page.getByText('Details, balances and transactions')).toBeVisible()
  await expect(page.getByText('Answered', { exact: true })).toBeVisible()
})

test('a third party that the bank has paused cannot ask: the page says whose decision it was and leads back', async ({
  phone,
}) => {
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'Halted' })
  await page.goto((await tpp.asks({ ibans: [PERSONAS.bo.accounts.everyday.iban] })).url)
  await expect(page.getByRole('button', { name: 'Share with passkey' })).toBeVisible()
  await pauseThirdParty(tpp.id)
  await page.reload()
  await expect(page.locator('[data-error-id=tpp-paused]')).toContainText('not because of anything you did')
  await expect(page.getByRole('button', { name: 'Share with passkey' })).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('link', { name: `Go back to ${tpp.brand}` }).click()
  await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
  await tpp.leave()
})

test('nobody has to sign in to say no', async ({ phone }) => {
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'Asking' })
  await page.goto((await tpp.asks()).url)
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible()
  await page.getByRole('button', { name: 'Don’t share' }).click()
  await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
  await tpp.leave()
})

test('a renewal starts from the accounts that are shared already, and says so', async ({ phone }) => {
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'Again' })
  await enrols(page, 'maja')
  await page.goto((await tpp.asks()).url)
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0)
  await page.getByRole('checkbox', { name: /Joint/ }).check()
  await page.getByRole('button', { name: 'Allow with passkey' }).click()
  await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  phone.reset()
  await page.goto((await tpp.asks()).url)
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1)
  await expect(page.getByRole('checkbox', { name: /Joint.*You share this one already/ })).toBeChecked()
  await expectAccessible(page)
  await phone.tap(page.getByRole('button', { name: 'Allow with passkey' }))
  await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  expect(phone.gestures()).toEqual({ pages: 1, prompts: 1, taps: 1, fields: 0 })
  await tpp.leave()
})

test('a page that was left warns, then hides what it showed, and never lets itself back in', async ({
  phone,
}) => {
  const { page } = phone
  const stay = page.getByRole('link', { name: 'Stay signed in' })
  await enrols(page, 'bo')
  await page.goto('/security')
  await passSeconds(page, 170)
  await expect(stay).toBeHidden()
  await passSeconds(page, 181)
  await expect(stay).toBeVisible()
  await expectAccessible(page)
  await passSeconds(page, 301)
  await expect(page.getByRole('heading', { name: 'Passkeys and security' })).toBeHidden()
  await page.getByRole('link', { name: 'Sign in to go on where you were' }).click()
  await expect(page.getByText('This page was left for five minutes')).toBeVisible()
  await expectAccessible(page)
})
