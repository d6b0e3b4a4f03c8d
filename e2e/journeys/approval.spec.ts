import { PERSONAS } from '@/db/seed/personas'
import { expectAccessible, expectAccessibleInEachLook } from '../fixtures/accessible'
import { closeNow, hashesOf } from '../fixtures/evidence'
import { HOUSE } from '../fixtures/house'
import { expect, type Phone, test } from '../fixtures/journey'
import { returning } from '../fixtures/returning'
import { ThirdParty } from '../fixtures/third-party'

let tpp: ThirdParty

test.beforeAll(async () => {
  tpp = await ThirdParty.enrol({ name: 'Example Data B.V.', brand: 'Example' })
})
test.afterAll(() => tpp.leave())

const back = (page: Phone['page']) => page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))

test('accounts named: one page, one prompt, one tap, nothing typed; the token reads what was named and no more', async ({
  phone,
}) => {
  const { page } = phone
  await returning(phone, 'bo')
  const request = await tpp.asks({ ibans: [PERSONAS.bo.accounts.everyday.iban] })
  await page.goto(request.url)
  await expect(page.getByRole('heading', { name: `Share account data with ${tpp.brand}?` })).toBeVisible()
  await expect(page.getByText('Example Data B.V.')).toBeVisible()
  await expect(page.getByText('Bo Henriksen')).toHaveCount(0)
  await expectAccessible(page)
  await phone.tap(page.getByRole('button', { name: 'Share with passkey' }))
  await back(page)
  expect(phone.gestures()).toEqual({ pages: 1, prompts: 1, taps: 1, fields: 0 })
  const tokens = await tpp.redeems(page.url(), request)
  const read = await tpp.reads('/v1/accounts', { token: tokens.access_token, consentId: request.consentId })
  expect(read.status).toBe(200)
  expect(JSON.parse(read.body).accounts).toHaveLength(1)
  const { version, grant, audit, signed } = await hashesOf(request.consentId)
  expect([grant, audit, signed], 'what was shown is what was signed (INV-09)').toEqual([
    version,
    version,
    version,
  ])
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('the customer picks: two pages, one prompt, two taps and one per account', async ({ phone }) => {
  const { page } = phone
  await returning(phone, 'anna')
  const request = await tpp.asks()
  await page.goto(request.url)
  await expect(page.getByText(`Sign in to answer a request from ${tpp.brand}`)).toBeVisible()
  await expectAccessible(page)
  await phone.tap(page.getByRole('button', { name: 'Sign in with a passkey' }))
  await expect(page.getByText('Savings')).toBeVisible()
  await expect(page.getByText('not a payment account')).toBeVisible()
  await expectAccessible(page)
  const gestures = phone.gestures()
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Choose at least one account.' })).toBeVisible()
  await expect(page.getByRole('checkbox').first()).toBeFocused()
  expect(phone.gestures(), 'nothing was sent').toEqual(gestures)
  await phone.tap(page.getByRole('checkbox', { name: /Everyday/ }))
  await expect(page.getByText('Choose at least one account.')).toHaveCount(0)
  await phone.tap(page.getByRole('button', { name: 'Allow', exact: true }))
  await back(page)
  expect(phone.gestures()).toEqual({ pages: 2, prompts: 1, taps: 3, fields: 0 })
  const { version, grant, audit, signed } = await hashesOf(request.consentId)
  expect([grant, audit, signed]).toEqual([version, version, null])
})

test('an account that is closed while its holder decides is named, and the page is drawn anew', async ({
  phone,
}) => {
  const { page } = phone
  await returning(phone, 'klara')
  await page.goto((await tpp.asks()).url)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  const allow = page.getByRole('button', { name: 'Allow', exact: true })
  await expect(allow).toBeVisible()
  await closeNow(PERSONAS.klara.accounts.everyday.id)
  await allow.click()
  await expect(
    page.getByRole('alert').filter({ hasText: /was closed while you were deciding/ }),
  ).toContainText('Nothing was shared.')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('You have no account to share with')
  await expectAccessible(page)
})

test('one eligible account is chosen already', async ({ phone }) => {
  const { page } = phone
  await returning(phone, 'bo')
  await page.goto((await tpp.asks()).url)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('heading', { name: 'Account to share' })).toBeVisible()
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await back(page)
})

test('no eligible account: each with its reason, and one way back that refuses', async ({ phone }) => {
  const { page } = phone
  await returning(phone, 'oskar')
  await page.goto((await tpp.asks()).url)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('heading', { name: 'No account can be shared' })).toBeVisible()
  await expect(page.getByText('not a payment account')).toHaveCount(2)
  await expectAccessibleInEachLook(page)
  await page.getByRole('button', { name: `Back to ${tpp.brand}` }).click()
  await back(page)
  expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
})

test('of many accounts one is searched, what is ticked stays, and balances can be hidden', async ({
  phone,
}) => {
  const { page } = phone
  await returning(phone, 'vera')
  await page.goto((await tpp.asks()).url)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  const ticks = page.getByRole('checkbox', { name: /€/ })
  await expect(ticks).toHaveCount(10)
  for (const group of ['Your own accounts', 'Joint accounts', 'Business accounts'])
    await expect(page.getByRole('group', { name: group })).toBeVisible()
  await page.getByRole('checkbox', { name: /^Household/ }).check()
  await page.getByRole('checkbox', { name: 'Hide balances' }).check()
  await expect(page.getByText('€')).toHaveCount(10)
  for (const balance of await page.getByText('€').all()) await expect(balance).toBeHidden()
  await expectAccessible(page)

  await page.getByRole('searchbox', { name: 'Find an account' }).fill('cafe')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^One of your 10 accounts matches “cafe”/)).toBeVisible()
  await expect(page.getByRole('group', { name: 'Joint accounts' })).toHaveCount(0)
  await expect(page.getByRole('checkbox', { name: /^Household/ })).toBeChecked()
  await expect(page.getByRole('checkbox', { name: 'Hide balances' })).toBeChecked()
  await page.getByRole('checkbox', { name: /^Café and cinema/ }).check()
  await page.getByRole('button', { name: 'Show all accounts' }).click()
  await expect(page.getByRole('group', { name: 'Joint accounts' })).toBeVisible()
  await expect(page.getByRole('checkbox', { name: /^(Household|Café)/, checked: true })).toHaveCount(2)
  await page.getByRole('checkbox', { name: 'Hide balances' }).uncheck()
  await expect(ticks.first()).toBeVisible()
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await back(page)
})

test('who is not of age reads why nothing can be shared, named or not', async ({ phone }) => {
  const { page } = phone
  await returning(phone, 'ella')
  phone.expectComplaint(/403/)
  const { youth } = PERSONAS.ella.accounts
  await page.goto((await tpp.asks({ ibans: [youth.iban] })).url)
  await page.getByRole('button', { name: 'Share with passkey' }).click()
  await expect(page.getByRole('status')).toContainText('once you are of age. Nothing was shared.')
  await page.goto((await tpp.asks()).url)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('heading', { name: 'No account can be shared' })).toBeVisible()
  await expect(page.getByText('you may share it once you are of age')).toBeVisible()
  await page.getByRole('button', { name: `Back to ${tpp.brand}` }).click()
  await back(page)
})

test("an account that is not the customer's refuses the whole, and says nothing about whose it is", async ({
  phone,
}) => {
  const { page } = phone
  await returning(phone, 'bo')
  phone.expectComplaint(/4\d\d/)
  const ibans = [PERSONAS.bo.accounts.everyday.iban, PERSONAS.anna.accounts.everyday.iban]
  const request = await tpp.asks({ ibans })
  await page.goto(request.url)
  await page.getByRole('button', { name: 'Share with passkey' }).click()
  await expect(page.getByRole('status')).toContainText('An account named here isn’t one of yours')
  await page.getByRole('button', { name: 'Don’t share' }).click()
  await back(page)
  expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
})

test('saying no takes one tap and no passkey; the same request cannot be answered again', async ({
  phone,
}) => {
  const { page } = phone
  const request = await tpp.asks({ ibans: [PERSONAS.bo.accounts.everyday.iban] })
  await page.goto(request.url)
  const address = page.url()
  phone.reset()
  await phone.tap(page.getByRole('button', { name: 'Don’t share' }))
  await back(page)
  expect(phone.gestures()).toMatchObject({ prompts: 0, taps: 1, fields: 0 })
  expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
  await page.goto(address)
  await expect(page.locator('[data-error-id]')).toBeVisible()
})

test('the request is spent when the customer decides, not when the page is opened', async ({ phone }) => {
  const { page } = phone
  await returning(phone, 'bo')
  const request = await tpp.asks({ ibans: [PERSONAS.bo.accounts.everyday.iban] })
  await page.goto(request.url)
  const second = await page.context().newPage()
  await second.goto(request.url)
  await expect(second.getByRole('button', { name: 'Don’t share' })).toBeVisible()
  await page.getByRole('button', { name: 'Share with passkey' }).click()
  await back(page)
  await second.getByRole('button', { name: 'Don’t share' }).click()
  await expect(second.getByRole('heading', { name: 'Already answered' })).toBeVisible()
  await expect(second.getByText(`You allowed this request from ${tpp.brand}.`)).toBeVisible()
  const tokens = await tpp.redeems(page.url(), request)
  expect(tokens.token_type).toBe('dpop')
})

test('what changed after the page was shown is never signed unseen (THR-05)', async ({ phone }) => {
  const { page } = phone
  await returning(phone, 'bo')
  phone.expectComplaint(/409/)
  const other = await ThirdParty.enrol({ brand: 'Before' })
  await page.goto((await other.asks({ ibans: [PERSONAS.bo.accounts.everyday.iban] })).url)
  await other.calledNow(`After ${other.brand}`)
  await page.getByRole('button', { name: 'Share with passkey' }).click()
  await expect(page.getByRole('status')).toContainText('The request changed after you opened this page.')

  await page.goto((await other.asks()).url)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(
    page.getByRole('heading', { name: `Share account data with After ${other.brand}?` }),
  ).toBeVisible()
  await other.calledNow(other.brand)
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await expect(page.getByText('The request changed after you opened this page.')).toBeVisible()
  await other.leave()
})

test('a passkey closed or without its user changes nothing, and the button lives', async ({ phone }) => {
  const { page } = phone
  await returning(phone, 'bo')
  phone.expectComplaint(/4\d\d/)
  await page.goto((await tpp.asks({ ibans: [PERSONAS.bo.accounts.everyday.iban] })).url)
  await phone.verifiesUser(false)
  await page.getByRole('button', { name: 'Share with passkey' }).click()
  await expect(page.getByRole('button', { name: 'Share with passkey' })).toBeEnabled()
  await expect(page.getByRole('status')).toContainText('That was not confirmed. Nothing was shared.')
  await phone.verifiesUser(true)
  await page.getByRole('button', { name: 'Share with passkey' }).click()
  await back(page)
})

test('an unknown client or another redirect address never leads anywhere', async ({ phone }) => {
  const { page } = phone
  phone.expectComplaint(/400/)
  const evil = encodeURIComponent('https://evil.example/callback')
  await page.goto(
    `${HOUSE.PUBLIC_ORIGIN}/oauth/authorize?client_id=nobody&redirect_uri=${evil}&response_type=code`,
  )
  await expect(page.locator('[data-error-id]')).toBeVisible()
  expect(new URL(page.url()).origin).toBe(HOUSE.PUBLIC_ORIGIN)
  await expect(page.getByText('nobody')).toHaveCount(0)
  const pushed = tpp.pushes({ scope: 'openid', redirect_uri: 'https://evil.example/callback' })
  await expect(pushed).rejects.toThrow()
})

test('a request this browser did not open is not there', async ({ phone, browser }) => {
  const { page } = phone
  await page.goto((await tpp.asks({ ibans: [PERSONAS.bo.accounts.everyday.iban] })).url)
  const stranger = await browser.newPage()
  phone.watch(stranger.context())
  await stranger.goto(page.url())
  await expect(stranger.locator('[data-error-id=request-unknown]')).toBeVisible()
  await expect(stranger.getByText(tpp.brand)).toHaveCount(0)
  await stranger.close()
})

test('asking who it is gives a name to nobody: one page, one prompt, one tap', async ({ phone }) => {
  const { page } = phone
  await returning(phone, 'bo')
  const request = await tpp.pushes({ scope: 'openid' })
  await page.goto(request.url)
  await expect(page.getByRole('heading', { name: `Tell ${tpp.brand} that it is you?` })).toBeVisible()
  await expectAccessible(page)
  await phone.tap(page.getByRole('button', { name: 'Confirm with passkey' }))
  await back(page)
  expect(phone.gestures()).toEqual({ pages: 1, prompts: 1, taps: 1, fields: 0 })
  const tokens = await tpp.redeems(page.url(), request)
  expect(tokens.claims()?.sub).toBeTruthy()
  expect(tokens.claims()?.sub).not.toBe(PERSONAS.bo.id)
})
