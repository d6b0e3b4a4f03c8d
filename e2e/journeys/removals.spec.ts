import type { Page } from '@playwright/test'
import { expectAccessible, expectAccessibleInEachLook } from '../fixtures/accessible'
import { activationLink } from '../fixtures/activation-links'
import { HOUSE } from '../fixtures/house'
import { expect, Phone, test } from '../fixtures/journey'
import { allows, enrols, isAsked } from '../fixtures/own-passkey'
import { signsUpAtSaldo } from '../fixtures/saldo-user'
import { ThirdParty } from '../fixtures/third-party'

const WITHIN_MILLIS = 30_000

test('a stop with the box: Saldo deletes, answers, and each step of it is there to see', async ({
  phone,
}) => {
  const { page } = phone
  await test.step('share with Saldo', async () => {
    await page.goto(await activationLink('maja'))
    await phone.tap(page.getByRole('button', { name: 'Create passkey' }))
    await expect(page.getByRole('heading', { name: 'Apps with access' })).toBeVisible()
    await page.goto(HOUSE.SALDO_ORIGIN)
    await signsUpAtSaldo(page)
    await page.getByRole('button', { name: 'Connect Nordhavn Bank' }).click()
    await phone.tap(page.getByRole('checkbox', { name: /Everyday/ }))
    await phone.tap(page.getByRole('button', { name: 'Allow with passkey' }))
    await expect(page).toHaveURL(`${HOUSE.SALDO_ORIGIN}/accounts`)
  })

  await test.step('the box is offered before the last step, and is empty', async () => {
    await page.goto(HOUSE.PUBLIC_ORIGIN)
    await page.getByRole('link', { name: /Saldo/ }).first().click()
    await page.getByRole('link', { name: 'Stop sharing' }).click()
    const box = page.getByRole('checkbox', { name: 'Also ask Saldo to delete my data' })
    await expect(box).not.toBeChecked()
    await expectAccessible(page)
    await box.check()
    await page.getByRole('button', { name: 'Stop sharing' }).click()
    await expect(page.getByRole('status').filter({ hasText: /can no longer see/ })).toContainText(
      'We pass your request to delete on to Saldo',
    )
    await expectAccessible(page)
  })

  await test.step('the tracker follows it to the answer', async () => {
    await page.getByRole('link', { name: 'See how far your request has come' }).first().click()
    await expect(page.getByRole('heading', { name: 'Your request to Saldo' })).toBeVisible()
    await expect(async () => {
      await page.reload()
      await expect(page.getByText('Saldo says it has deleted your data')).toBeVisible({ timeout: 1 })
    }).toPass({ timeout: WITHIN_MILLIS })
    const steps = page
      .getByRole('list')
      .filter({ hasText: 'You asked Saldo to delete your data' })
      .getByRole('listitem')
    await expect(steps).toHaveText([
      /You asked Saldo to delete your data/,
      /We passed it on to Saldo/,
      /Saldo confirmed that it arrived/,
      /Saldo says it has deleted your data/,
    ])
    await expect(page.getByText('The bank cannot see inside Saldo')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Requests to delete' }).first().click()
    await expect(page.getByRole('main').getByText('Deleted')).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('Saldo holds nothing any more, and says why', async () => {
    await page.goto(`${HOUSE.SALDO_ORIGIN}/accounts`)
    await expect(
      page.getByText('You asked Saldo to delete what it held about you. It is deleted.'),
    ).toBeVisible()
  })
})

test('an app that takes no such messages gets a letter; a complaint is written as far as the bank knows', async ({
  phone,
}) => {
  const { page } = phone
  await enrols(page, 'anna')
  await page.goto('/removals')
  await expect(page.getByText('You have not asked any app to delete your data.')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/?tab=ended')
  await page.getByRole('listitem').filter({ hasText: 'Stopped by you' }).first().getByRole('link').click()
  await page.getByRole('link', { name: /^Ask .+ to delete your data$/ }).click()
  await expect(page.getByRole('heading', { name: /^Ask .+ to delete your data\?$/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Ask to delete' }).click()
  await expect(page.getByText('Letter to send')).toBeVisible()
  await expectAccessibleInEachLook(page)
  const here = page.url().replace(/\?.*/, '')
  await page.getByRole('link', { name: 'Open the letter' }).click()
  await expect(page.getByText('Request to delete personal data (GDPR Article 17)')).toBeVisible()
  await expect(page.getByRole('article')).toContainText('Anna Lindqvist')
  await expectAccessibleInEachLook(page)
  await page.goto(here)
  await page.getByRole('button', { name: 'I have sent the letter' }).click()
  await expect(page.getByRole('status')).toContainText('You sent the letter')
  await expect(page.getByText(/has until .+ to answer/)).toBeVisible()
  await page.goto(`${here}/complaint`)
  await expect(page.getByText('Datatilsynet (Danish Data Protection Agency)')).toBeVisible()
  await expectAccessibleInEachLook(page)
})

test('stopping everything offers the box too, with each app by name in the list above it', async ({
  phone,
}) => {
  const { page } = phone
  const tpp = await sharedWith(page, 'Forgets')
  await page.goto('/stop/preview?what=all')
  const box = page.getByRole('checkbox', { name: /^Also ask .+ to delete my data$/ })
  await expect(box).not.toBeChecked()
  await box.check()
  await page.getByRole('button', { name: 'Stop all sharing' }).click()
  await expect(
    page
      .getByText(/(Letters|letters|letter) (is|are) for you to send|pass your request to delete on/)
      .first(),
  ).toBeVisible()
  await page.getByRole('link', { name: 'All requests to delete' }).click()
  await page.getByRole('link', { name: tpp.brand }).click()
  await expect(page.getByText('has no address where it takes such requests from us')).toBeVisible()
  await tpp.leave()
})

test('the desk sees how requests stand, and whose they are only by the reference of the permission', async ({
  phone,
  browser,
}) => {
  const { page } = phone
  const tpp = await sharedWith(page, 'Forgets')
  await page.goto('/')
  await page
    .getByRole('link', { name: new RegExp(tpp.brand) })
    .first()
    .click()
  await page.getByRole('link', { name: 'Stop sharing' }).click()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Stop sharing' }).click()
  await expect(page.getByText(/Your letter that asks .+ is ready/)).toBeVisible()
  const desk = await Phone.with(await (await browser.newContext({ baseURL: HOUSE.PUBLIC_ORIGIN })).newPage())
  await desk.page.goto(await activationLink('staff:operator'))
  await desk.page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(desk.page.getByRole('heading', { name: 'Third parties' })).toBeVisible()
  await desk.page.getByRole('link', { name: 'Requests to delete' }).click()
  await expect(desk.page.getByRole('row').filter({ hasText: tpp.brand })).toContainText('By letter')
  await expect(desk.page.getByRole('main')).not.toContainText('Bo Henriksen')
  await expectAccessible(desk.page)
  await tpp.leave()
})

/** A third party of that name, with which Bo shares his everyday account. */
async function sharedWith(page: Page, brand: string): Promise<ThirdParty> {
  const tpp = await ThirdParty.enrol({ brand })
  await enrols(page, 'bo')
  await isAsked(page, tpp)
  await allows(page, tpp)
  return tpp
}
