import { PERSONAS } from '@/db/seed/personas'
import { expectAccessible } from '../fixtures/accessible'
import type { GivenPayment } from '../fixtures/asked-payment'
import { pauseThirdParty } from '../fixtures/evidence'
import { HOUSE } from '../fixtures/house'
import { inDays } from '../fixtures/in-days'
import { expect, type Phone, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import { returning } from '../fixtures/returning'
import { paymentLink, ThirdParty } from '../fixtures/third-party'

const { bo, maja } = PERSONAS
const MAJA = { name: 'Maja Brandt', iban: maja.accounts.everyday.iban, bic: null }
const PAY = { name: 'Pay €249.00' }
let shop: ThirdParty
const isBack = (url: URL) => url.href.startsWith(shop.redirectUri)

/** The shop asks for 249 euro; the customer opens its link. */
async function isAskedToPay({ page }: Phone, change: Partial<GivenPayment> = {}): Promise<string> {
  const nokRedirectUri = `${shop.redirectUri}?no`
  const link = await paymentLink({ tppId: shop.id, redirectUri: shop.redirectUri, nokRedirectUri, ...change })
  await page.goto(link)
  return link
}

test.beforeAll(async () => {
  shop = await ThirdParty.enrol({ name: 'PayLane B.V.', brand: 'Lane', roles: 'AI,PI' })
})
test.afterAll(() => shop.leave())

test('the account is named: one page that tells nothing of a customer, one prompt, one tap, and back', async ({
  phone,
}) => {
  const { page } = phone
  await returning(phone, 'bo')
  const order = { creditor: MAJA, debtorIban: bo.accounts.everyday.iban }
  const link = await isAskedToPay(phone, { order })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Payment of\s*€249\.00$/)
  await expect(page.getByText('This is the name of the account’s holder.')).toBeVisible()
  await expect(page.getByText(/Bo Henriksen/)).toHaveCount(0)
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await expectAccessible(page)
  await phone.tap(page.getByRole('button', PAY))
  await page.waitForURL(isBack)
  expect(page.url()).toBe(shop.redirectUri)
  expect(phone.gestures()).toMatchObject({ prompts: 1, taps: 1, fields: 0 })

  await test.step('from then on the link says that it was answered, and leads nobody else anywhere', async () => {
    await page.context().clearCookies()
    await page.goto(`${link}/return`)
    await expect(page.locator('[data-error-id=request-answered]')).toContainText('was approved')
    await expect(page).toHaveURL(new RegExp(`^${HOUSE.PUBLIC_ORIGIN}`))
    await expectAccessible(page)
  })
})

test('an account that is not the signer’s pays nothing, and the payment still waits', async ({ phone }) => {
  const { page } = phone
  await returning(phone, 'eleni')
  await isAskedToPay(phone, { order: { debtorIban: bo.accounts.everyday.iban } })
  await page.getByRole('button', PAY).click()
  await expect(page.locator('[data-error-id=account-cannot-pay]')).toContainText('Nothing was paid.')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Back to the payment' }).click()
  await page.getByRole('button', { name: 'Don’t pay' }).click()
  await page.waitForURL(`${shop.redirectUri}?no`)
})

test('the customer picks: a name that is another’s needs a tick, what cannot pay says why, the passkey signs again', async ({
  phone,
}) => {
  const { page } = phone
  await returning(phone, 'maja')
  const creditor = { name: 'Cykelbutik ApS', iban: bo.accounts.everyday.iban, bic: null }
  await isAskedToPay(phone, { order: { creditor, executeOn: inDays(3) } })
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByText('Signed in as Maja Brandt')).toBeVisible()
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0)
  await expect(page.getByText('Can’t pay this: two people have to sign')).toBeVisible()
  await page.getByRole('button', PAY).click()
  await expect(page.getByText('Choose the account to pay from.')).toBeVisible()
  await expect(page.getByText('Tick this to pay')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('radio', { name: /Everyday/ }).check()
  await page.getByRole('checkbox').check()
  phone.reset()
  await page.getByRole('button', PAY).click()
  await page.waitForURL(isBack)
  expect(phone.gestures()).toMatchObject({ prompts: 1 })
})

test('nothing to pay from, paused, unknown, taken back by a no: each says so in the customer’s language', async ({
  phone,
}) => {
  const { page } = phone
  await page.goto('/pay/nobody')
  await expect(page.locator('[data-error-id=request-unknown]')).toBeVisible()
  await expectAccessible(page)
  await enrols(page, 'oskar')
  await isAskedToPay(phone)
  await expect(page.getByText('None of your accounts can pay this.')).toBeVisible()
  await expect(page.getByRole('button', PAY)).toHaveCount(0)
  await expectAccessible(page)
  const link = await isAskedToPay(phone, { psuLanguages: 'el' })
  await expect(page.locator('html')).toHaveAttribute('lang', 'el')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/249,00\s€$/)
  await pauseThirdParty(shop.id)
  await page.goto(link)
  await expect(page.locator('[data-error-id=tpp-paused]')).toBeVisible()
  await expectAccessible(page)
})
