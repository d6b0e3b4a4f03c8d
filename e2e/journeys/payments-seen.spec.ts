import type { Browser } from '@playwright/test'
import { expectAccessible } from '../fixtures/accessible'
import { HOUSE } from '../fixtures/house'
import { expect, Phone, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import { newColleague, paysInHouse, ThirdParty } from '../fixtures/third-party'

test('a customer sees what they paid, takes back what is for later, and keeps a record that anybody can check', async ({
  phone,
  browser,
}) => {
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'PayLane', roles: 'AI,PI' })
  await enrols(page, 'bo')
  const through = { customer: 'bo', tppId: tpp.id } as const
  await paysInHouse({ ...through, amount: '3.20', inDays: 0 })
  const planned = await paysInHouse({ ...through, amount: '4.10', inDays: 7 })
  phone.reset()

  await page.goto('/')
  await page.getByRole('link', { name: 'Payments', exact: true }).click()
  const cards = page.getByRole('main').getByRole('listitem').filter({ hasText: tpp.brand })
  await expect(cards).toHaveCount(2)
  await expect(cards.last()).toContainText('€3.20')
  await expect(cards.last()).toContainText('Paid on')
  await cards.first().getByRole('link').click()
  await expect(page.getByRole('heading', { name: '€4.10 to Cykelbutik ApS', level: 1 })).toBeVisible()
  await expect(page.getByText('Will be paid on')).toBeVisible()
  await expect(page.getByText('You approved it with passkey')).toBeVisible()
  await page.getByRole('link', { name: 'Take this payment back' }).click()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await expect(page.getByRole('status')).toContainText('You took this payment back.')
  await expect(page.getByRole('link', { name: 'Take this payment back' })).toHaveCount(0)
  await page.goto(`/payments/${planned}/cancel`)
  // Taken back already: nothing went wrong.
  await expect(page.getByText('Taken back', { exact: true })).toBeVisible()
  await expect(page.getByText('It was too late')).toHaveCount(0)
  expect(phone.gestures().prompts).toBe(0)

  await page.goto('/?tab=payments')
  await cards.last().getByRole('link').click()
  await expect(page.getByText('DE89370400440532013000')).toBeVisible()
  await page.getByRole('link', { name: 'See the record' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Signed file', exact: true }).click(),
  ])
  const anybody = await (await browser.newContext({ baseURL: HOUSE.PUBLIC_ORIGIN })).newPage()
  await anybody.goto('/verify')
  await anybody.getByLabel('Signed file').setInputFiles(await download.path())
  await anybody.getByRole('button', { name: 'Check the record' }).click()
  await expect(anybody.getByText('This record is genuine')).toBeVisible()
  await expect(anybody.getByRole('heading', { name: '€3.20 to Cykelbutik ApS' })).toBeVisible()

  await page.goto('/activity?kind=payments')
  await expect(page.getByText(`You took back €4.10 to Cykelbutik ApS through ${tpp.brand}`)).toBeVisible()
  await expect(page.getByText(`€3.20 was paid to Cykelbutik ApS through ${tpp.brand}`)).toBeVisible()
  await expect(async () => {
    await page.goto('/notices')
    await expect(
      page.getByRole('link', { name: `A payment through ${tpp.brand} was carried out` }),
    ).toBeVisible()
  }).toPass()
})

test('staff find a payment by its reference, open it only for a reason, and take it back on the customer’s word, who reads both', async ({
  phone,
  browser,
}) => {
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'PayLane', roles: 'AI,PI' })
  await enrols(page, 'bo')
  const planned = await paysInHouse({ customer: 'bo', tppId: tpp.id, amount: '1.30', inDays: 7 })
  await page.goto(`/payments/${planned}`)
  const reference =
    (await page
      .getByText(/^PMT-[\w-]+$/)
      .first()
      .textContent()) ?? ''
  const desk = await deskOf(browser)
  await desk.page.goto(`/staff/permissions?${new URLSearchParams({ ref: reference })}`)
  await expect(desk.page.getByRole('main')).not.toContainText('Cykelbutik')
  await desk.page.getByLabel('Why do you need to see whose it is?').fill('He called about it.')
  await desk.page.getByRole('button', { name: 'Open and note the reason' }).click()
  await expect(desk.page.getByText('Cykelbutik ApS')).toBeVisible()
  await expectAccessible(desk.page)
  await desk.page.getByLabel('By phone').check()
  await desk.page.getByLabel('How did you check who it is?').fill('Called back on the number we have.')
  await desk.page.getByLabel('Why do they want it taken back?').fill('He did not ask for it.')
  await desk.page.getByLabel('I have checked who asks').check()
  await desk.page.getByRole('button', { name: 'Take it back now' }).click()
  await expect(desk.page.getByRole('status')).toContainText('It is taken back.')
  await expect(desk.page.getByRole('button', { name: 'Take it back now' })).toHaveCount(0)
  expect(desk.complaints).toEqual([])
  await page.reload()
  await expect(
    page.getByText('The bank’s staff took it back at your request: “He did not ask for it.”'),
  ).toBeVisible()
  await expect(
    page.getByText('Staff of the bank looked at this payment: “He called about it.”'),
  ).toBeVisible()
})

async function deskOf(browser: Browser): Promise<Phone> {
  const context = await browser.newContext({ baseURL: HOUSE.PUBLIC_ORIGIN })
  const desk = await Phone.with(await context.newPage())
  await desk.page.goto(await newColleague('Per Pay', 'read', 'operate'))
  await desk.page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(desk.page.getByRole('heading', { name: 'Third parties' })).toBeVisible()
  return desk
}
