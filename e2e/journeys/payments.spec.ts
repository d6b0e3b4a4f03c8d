import type { Page } from '@playwright/test'
import { PERSONAS } from '@/db/seed/personas'
import { expectAccessible } from '../fixtures/accessible'
import { HOUSE } from '../fixtures/house'
import { expect, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import { returning } from '../fixtures/returning'
import { buys, isTold } from '../fixtures/shop-buyer'
import { ThirdParty } from '../fixtures/third-party'

const PAY = { name: 'Pay €249.00' }
const FREJAS = PERSONAS.freja.accounts.everyday.iban

test('the shop names the account: one page, one prompt, one tap; the shop and the customer see it paid, once', async ({
  phone,
}) => {
  const { page } = phone
  await returning(phone, 'freja')
  await page.goto(HOUSE.SHOP_ORIGIN)
  await expectAccessible(page)
  await page.goto(`${HOUSE.SHOP_ORIGIN}/buy/lamp`)
  await expectAccessible(page)

  await buys(page, { from: FREJAS })
  await phone.tap(page.getByRole('button', PAY))
  await isTold(page, 'Paid. Thank you')
  expect(phone.gestures()).toEqual({ pages: 1, prompts: 1, taps: 1, fields: 0 })
  await expectAccessible(page)
  await page.reload()
  await isTold(page, 'Paid. Thank you')

  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('heading', { name: 'Apps with access' })).toBeVisible()
  await page.goto('/?tab=payments')
  const paid = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Through PayLane' })
  await expect(paid).toHaveCount(1)
  await expect(paid).toContainText('€249.00')
  await expect(paid).toContainText(/Paid on /)
})

test('the customer picks the account: two pages and two prompts, one of each for who is signed in; a no pays nothing', async ({
  phone,
}) => {
  const { page } = phone
  await returning(phone, 'freja')
  const everyday = page.getByRole('radio', { name: /Everyday/ })

  await test.step('somebody unknown signs in first, and then signs the payment', async () => {
    await buys(page)
    await phone.tap(page.getByRole('button', { name: 'Sign in with a passkey' }))
    await phone.tap(everyday)
    await phone.tap(page.getByRole('button', PAY))
    await isTold(page, 'Paid. Thank you')
    expect(phone.gestures()).toEqual({ pages: 2, prompts: 2, taps: 3, fields: 0 })
  })

  let left = 0
  await test.step('who is signed in signs it, and nothing else', async () => {
    phone.reset()
    await buys(page)
    left = await moneyOn(page, /Everyday/)
    await phone.tap(everyday)
    await phone.tap(page.getByRole('button', PAY))
    await isTold(page, 'Paid. Thank you')
    expect(phone.gestures()).toEqual({ pages: 1, prompts: 1, taps: 2, fields: 0 })
  })

  await test.step('it has left the account once; a no takes one tap, and no passkey', async () => {
    phone.reset()
    await buys(page)
    expect(await moneyOn(page, /Everyday/)).toBeCloseTo(left - 249, 2)
    await phone.tap(page.getByRole('button', { name: 'Don’t pay' }))
    await isTold(page, 'Not paid')
    expect(page.url()).toMatch(/\?unpaid$/)
    expect(phone.gestures()).toEqual({ pages: 1, prompts: 0, taps: 1, fields: 0 })
  })
})

test('too little money pays nothing: customer and shop are told, and no balance is', async ({ phone }) => {
  const { page } = phone
  await enrols(page, 'theo')
  await buys(page, { good: 'the bicycle' })
  await page.getByRole('button', { name: 'Pay €2,490.00' }).click()
  await isTold(page, 'Not paid')
  await expect(page.getByText('Too little money in the account', { exact: true })).toBeVisible()
  await page.goto('/?tab=payments')
  await expect(page.getByText('Not paid: too little money').first()).toBeVisible()
})

test('a payment for a later day is taken back by its customer, and one that nobody answered by the shop', async ({
  phone,
}) => {
  const { page } = phone
  await enrols(page, 'bo')
  await buys(page, { later: true })
  await page.getByRole('button', PAY).click()
  await isTold(page, /^Ordered\. To be paid on /)
  const order = page.url()

  await page.goto('/?tab=payments')
  await page.getByRole('link', { name: 'Cykelbutik ApS' }).first().click()
  await page.getByRole('link', { name: 'Take this payment back' }).click()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await expect(page.getByText('You took this payment back.')).toBeVisible()
  await page.goto(order)
  await isTold(page, 'Cancelled')

  await buys(page)
  const link = page.url()
  await page.goto(HOUSE.SHOP_ORIGIN)
  await page.getByRole('link', { name: /^CB-/ }).first().click()
  await isTold(page, 'Waiting for your bank')
  await page.getByRole('button', { name: 'Cancel the order' }).click()
  await isTold(page, 'Cancelled')
  await page.goto(link)
  await expect(page.getByRole('button', { name: 'Don’t pay' })).toHaveCount(0)
})

test('what is signed is the payment that was shown: neither another one nor a changed one (RTS Art. 5)', async ({
  phone,
}) => {
  const { page } = phone
  phone.expectComplaint(/4\d\d/)
  await returning(phone, 'bo')
  const tpp = await ThirdParty.enrol({ brand: 'Lane', roles: 'PI' })
  const from = PERSONAS.bo.accounts.everyday.iban
  const small = await tpp.asksToPay({ from })
  const large = await tpp.asksToPay({
    from,
    order: { instructedAmount: { currency: 'EUR', amount: '90.00' } },
  })
  const statusOf = async ({ path }: { path: string }) =>
    JSON.parse((await tpp.xs2a('GET', `${path}/status`)).body).transactionStatus

  // Whoever sits in the browser sends the signature for one euro where ninety are asked for.
  await page.route(`${small.url}/result`, (route) => route.continue({ url: `${large.url}/result` }))
  await page.goto(small.url)
  await page.getByRole('button', { name: 'Pay €1.00' }).click()
  await expect(page.getByRole('status')).not.toBeEmpty()
  expect([await statusOf(small), await statusOf(large)]).toEqual(['RCVD', 'RCVD'])

  await page.goto(large.url)
  await tpp.calledNow(`After ${tpp.brand}`)
  await page.getByRole('button', { name: 'Pay €90.00' }).click()
  await expect(page.getByText('The payment changed after you opened this page.')).toBeVisible()
  expect(await statusOf(large)).toBe('RCVD')
  await tpp.leave()
})

/** What an account to pay from holds, as the page says it. */
async function moneyOn(page: Page, name: RegExp): Promise<number> {
  const row = page.locator('label').filter({ hasText: name })
  const [, amount = ''] = /€([\d,]+\.\d\d)/.exec(await row.innerText()) ?? []
  return Number(amount.replaceAll(',', ''))
}
