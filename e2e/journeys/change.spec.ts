import type { Browser, Page } from '@playwright/test'
import { addDays, bankDay } from '@/lib/bank-day'
import { expectAccessible, expectAccessibleInEachLook } from '../fixtures/accessible'
import { activationLink } from '../fixtures/activation-links'
import { HOUSE } from '../fixtures/house'
import { expect, Phone, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import { ThirdParty } from '../fixtures/third-party'

const until = addDays(bankDay(new Date(), 'Europe/Copenhagen'), 20)

test('one account, some of the time, all of it for a while: each taken back without a prompt, and it binds at once', async ({
  phone,
}) => {
  test.slow()
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'Change' })
  const { read, permission } = await shared(phone, 'maja', tpp, [/Everyday/, /Joint/])
  expect((await read()).accounts).toHaveLength(2)
  phone.reset()

  await test.step('one account: three taps from its permission, and the third party sees the other alone', async () => {
    await page.goto(permission)
    phone.reset()
    await phone.tap(page.getByRole('link', { name: 'Change' }))
    await expectAccessible(page)
    await phone.tap(page.getByRole('link', { name: 'Stop sharing Joint account' }))
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Stop sharing Joint account with')
    await expectAccessible(page)
    await phone.tap(page.getByRole('button', { name: 'Stop sharing this account' }))
    await expect(page.getByRole('status')).toContainText('can no longer see the account you took back')
    expect(phone.gestures()).toMatchObject({ prompts: 0, taps: 3, fields: 0 })
    await expectAccessible(page)
    await expect(page.getByText('This is the only account.')).toBeVisible()
    expect((await read()).accounts).toHaveLength(1)
  })

  await test.step('a pause: nothing is read until it is lifted, in one tap', async () => {
    await page.getByRole('link', { name: 'Pause sharing' }).click()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Pause sharing' }).click()
    await expect(page.getByRole('status')).toContainText('is paused. It sees nothing until you resume it.')
    expect(await read()).toMatchObject({ status: 401, code: 'CONSENT_INVALID' })
    await page.goto(permission)
    await expect(page.getByText('Paused by you').first()).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'resume' }).click()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Resume sharing' }).click()
    await expect(page.getByRole('status')).toContainText('can look again')
    expect((await read()).status).toBe(200)
  })

  await test.step('an earlier end, never a later one', async () => {
    await page.goto(`${permission}/change/end?until=2099-01-01`)
    await expect(page.getByText('Choose a day from today on')).toBeVisible()
    await expectAccessible(page)
    await page.getByLabel('New last day').fill(until)
    await page.getByRole('button', { name: 'Set this last day' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('only until')
    await expectAccessibleInEachLook(page)
    await page.getByRole('button', { name: 'Set this last day' }).click()
    await expect(page.getByRole('status')).toContainText('is now the last day')
  })

  await test.step('each change stands in the history', async () => {
    await page.goto(permission)
    for (const words of ['You took back', 'You paused', 'You ended the pause', 'You set an earlier end'])
      await expect(page.getByText(words).first()).toBeVisible()
  })

  await test.step('a renewal starts from what is left, and marks only what is more', async () => {
    await page.goto((await tpp.asks()).url)
    await expect(page.getByRole('checkbox', { name: /Everyday/ })).toBeChecked()
    await expect(page.getByRole('checkbox', { name: /Joint/ })).not.toBeChecked()
    await expect(page.getByText('New', { exact: true })).toHaveCount(1)
    await expect(page.getByText(/for 9\d days, before it was 21 days/)).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('everything with one app: three taps from the start page, with all that ends by name', async () => {
    await page.goto('/')
    phone.reset()
    await phone.tap(page.getByRole('link', { name: 'Stop several at once' }))
    await expectAccessible(page)
    await phone.tap(page.getByRole('link', { name: tpp.brand }))
    await expect(page.getByRole('main')).toContainText('This permission ends')
    await expectAccessible(page)
    await phone.tap(page.getByRole('button', { name: 'Stop sharing' }))
    await expect(page.getByRole('status')).toContainText('can no longer see or ask anything')
    expect(phone.gestures()).toMatchObject({ prompts: 0, taps: 3, fields: 0 })
    await expectAccessibleInEachLook(page)
    expect(await read()).toMatchObject({ status: 401, code: 'CONSENT_INVALID' })
  })

  await test.step('what has ended shows the way back to where sharing starts', async () => {
    await page.goto(permission)
    await expect(page.getByRole('link', { name: `Go to ${tpp.brand}` })).toHaveAttribute(
      'href',
      new URL(tpp.redirectUri).origin,
    )
    await expectAccessible(page)
  })
  await tpp.leave()
})

test('one account and everything are stopped without script', async ({ phone, browser }) => {
  test.slow()
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'Several' })
  const { read, permission } = await shared(phone, 'sam', tpp, [/Everyday/, /Joint/])
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  })
  phone.watch(context)
  const plain = await context.newPage()

  await plain.goto(`${HOUSE.PUBLIC_ORIGIN}/stop`)
  await plain.getByRole('link', { name: 'Joint account' }).click()
  await expect(plain.getByText('goes on without the account')).toBeVisible()
  await plain.getByRole('button', { name: 'Stop sharing' }).click()
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('No app can see Joint account any more')
  expect((await read()).accounts).toHaveLength(1)

  await plain.goto(`${HOUSE.PUBLIC_ORIGIN}${permission}/change/pause`)
  await plain.getByRole('button', { name: 'Pause sharing' }).click()
  await expect(plain.getByRole('status')).toContainText('is paused')
  await plain.getByRole('button', { name: 'Resume sharing' }).click()
  await expect(plain.getByRole('status')).toContainText('can look again')

  await plain.goto(`${HOUSE.PUBLIC_ORIGIN}/stop`)
  await plain.getByRole('link', { name: 'Stop sharing with all apps' }).click()
  await plain.getByRole('button', { name: 'Stop all sharing' }).click()
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('No app can see your accounts any more')
  expect((await read()).status).toBe(401)
  await plain.goto(`${HOUSE.PUBLIC_ORIGIN}/stop`)
  await expect(plain.getByText('there is nothing to stop')).toBeVisible()
  await context.close()
  await tpp.leave()
})

test('staff stop for a customer who calls; the customer reads that, and why', async ({ phone, browser }) => {
  test.slow()
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'Called' })
  const { read, permission } = await shared(phone, 'bo', tpp, [])
  await page.goto(permission)
  const reference = (await page.getByText(/^CNS-/).textContent()) ?? ''
  const desk = await colleague(browser, 'staff:operator')
  await desk.goto(`/staff/permissions?ref=${reference}`)
  await desk.getByLabel('Why do you need to see whose it is?').fill('The customer calls about it.')
  await desk.getByRole('button', { name: 'Open and note the reason' }).click()
  await desk.getByRole('link', { name: 'Stop for the customer' }).click()
  await expect(desk.getByLabel('By phone')).toBeVisible()
  await expectAccessibleInEachLook(desk)
  await desk.getByLabel('By phone').check()
  await desk.getByLabel('How did you check who it is?').fill('Called back on the number we have.')
  await desk.getByLabel('Why do they want it stopped?').fill('The phone with the app is lost.')
  await desk.getByLabel(/I have checked who asks/).check()
  await desk.getByRole('button', { name: 'Stop it now' }).click()
  await expect(desk.getByText('revokedByPsu')).toBeVisible()
  expect(await read()).toMatchObject({ status: 401, code: 'CONSENT_INVALID' })
  await page.goto(permission)
  await expect(page.getByText(/The bank’s staff stopped it at your request/)).toContainText(
    'The phone with the app is lost.',
  )
  await expectAccessible(page)
  await tpp.leave()
})

/** A new customer shares with the third party; its own way to read, and the page of the permission. */
async function shared({ page }: Phone, persona: string, tpp: ThirdParty, accounts: RegExp[]) {
  await enrols(page, persona)
  const asked = await tpp.asks()
  await page.goto(asked.url)
  for (const name of accounts) await page.getByRole('checkbox', { name }).check()
  await page.getByRole('button', { name: 'Allow with passkey' }).click()
  await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  const { access_token: token } = await tpp.redeems(page.url(), asked)
  const { consentId } = asked
  const read = async () => {
    const { status, body } = await tpp.reads('/v1/accounts', { token, consentId, psuAddress: '192.0.2.1' })
    const { accounts: list = [], tppMessages } = JSON.parse(body)
    return { status, accounts: list, code: tppMessages?.[0].code }
  }
  return { read, permission: `/permissions/${consentId}` }
}

async function colleague(browser: Browser, who: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: HOUSE.PUBLIC_ORIGIN })
  const desk = (await Phone.with(await context.newPage())).page
  await desk.goto(await activationLink(who))
  await desk.getByRole('button', { name: 'Create passkey' }).click()
  await expect(desk.getByRole('heading', { name: 'Third parties' })).toBeVisible()
  return desk
}
