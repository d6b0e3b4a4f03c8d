import type { Browser, Page } from '@playwright/test'
import { PERSONAS } from '@/db/seed/personas'
import { expectAccessible, expectAccessibleInEachLook } from '../fixtures/accessible'
import { activationLink } from '../fixtures/activation-links'
import { HOUSE } from '../fixtures/house'
import { expect, Phone, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import { ThirdParty } from '../fixtures/third-party'

const { iban } = PERSONAS.bo.accounts.everyday
const WHY = 'We saw reads that its customers did not ask for.'
const TOLD = 'Your keys were used from an unknown network. Call us.'
const LOOK = 'You called and asked why it was refused.'

test('one proposes, another approves: the next call is refused, the customer reads why, and two take it back', async ({
  phone,
  browser,
}) => {
  // Three browsers, and axe four times on each of their pages.
  test.slow()
  const { page } = phone
  const tpp = await ThirdParty.enrol()
  await enrols(page, 'bo')
  const asked = await tpp.asks({ ibans: [iban] })
  await page.goto(asked.url)
  await page.getByRole('button', { name: 'Share with passkey' }).click()
  await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  const { access_token: token } = await tpp.redeems(page.url(), asked)
  const read = () => tpp.reads('/v1/accounts', { token, consentId: asked.consentId, psuAddress: '192.0.2.1' })
  const codeOf = ({ body }: { body: string }) => JSON.parse(body).tppMessages?.[0].code
  expect(await read()).toMatchObject({ status: 200 })

  const operator = await colleague(browser, 'staff:operator')
  const approver = await colleague(browser, 'staff:approver')
  const detail = `/staff/third-parties/${tpp.id}`

  await test.step("a customer's session opens no page of staff, nor theirs a customer's", async () => {
    await page.goto('/staff/third-parties')
    await expect(page).toHaveURL(/\/staff\/sign-in/)
    await expectAccessible(page)
    phone.expectComplaint(/403/)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect(page.getByRole('status')).toContainText('We couldn’t confirm it’s you')
    await operator.page.goto('/')
    await expect(operator.page).toHaveURL(/\/sign-in$/)
  })

  await test.step('the operator finds it in the register and proposes a pause', async () => {
    const { page: desk } = operator
    await desk.goto('/staff')
    await expectAccessible(desk)
    await expectToFit(desk, [480, 640, 960, 1100])
    await desk.getByLabel('Search').fill(tpp.brand)
    await desk.getByRole('button', { name: 'Search' }).click()
    await desk.getByRole('link', { name: tpp.brand }).click()
    await expect(desk.getByText('Served')).toBeVisible()
    await expectAccessible(desk)
    await desk.getByRole('link', { name: 'Propose a pause' }).click()
    await expectAccessible(desk)
    await desk.getByLabel('Legal ground').selectOption('fraudulent-access')
    await desk.getByLabel('Details of the case').fill('Reads at night from an unknown network.')
    await desk.getByLabel('What the third party is told').fill(TOLD)
    await desk.getByLabel('What customers are told').fill(WHY)
    await desk.getByRole('button', { name: 'Send to a colleague' }).click()
    await expect(desk.getByText('Waits for a colleague')).toBeVisible()
    await expectAccessible(desk)
    await desk.getByRole('link', { name: 'Look at the proposal' }).click()
    await expect(desk.getByText('You made this proposal')).toBeVisible()
    await expect(desk.getByRole('button', { name: 'Approve' })).toHaveCount(0)
    await expectAccessibleInEachLook(desk)
    expect(await read()).toMatchObject({ status: 200 })
  })

  await test.step('a form of their own making approves nothing either', async () => {
    const { page: desk } = operator
    await desk.evaluate(() => {
      const form = document.createElement('form')
      form.method = 'post'
      form.action = `${location.pathname}/approve`
      document.body.append(form)
      form.submit()
    })
    await expect(desk.getByText('Your role does not allow this')).toBeVisible()
    expect(await read()).toMatchObject({ status: 200 })
  })

  await test.step('the approver sees whom it touches and approves; the very next call is refused with the words', async () => {
    const { page: desk } = approver
    await desk.goto(detail)
    await expect(desk.getByRole('link', { name: /^Propose/ })).toHaveCount(0)
    await desk.getByRole('link', { name: 'Look at the proposal' }).click()
    await expect(desk.getByText('One permission is touched, of one customer.')).toBeVisible()
    await expectAccessible(desk)
    await desk.getByRole('button', { name: 'Approve' }).click()
    await expect(desk.getByText(/Paused since/).first()).toBeVisible()
    const refused = await read()
    expect([refused.status, codeOf(refused)]).toEqual([401, 'CERTIFICATE_BLOCKED'])
    const other = await tpp.xs2a('GET', `/v1/consents/${asked.consentId}`)
    expect([other.status, codeOf(other)]).toEqual([401, 'CERTIFICATE_BLOCKED'])
    expect(other.body).toContain(TOLD)
    await expectAccessible(desk)
  })

  await test.step('the report to the authority is there, with ground and numbers and without a name', async () => {
    const { page: desk } = approver
    const download = desk.waitForEvent('download')
    await desk.getByRole('link', { name: 'Report to the authority' }).click()
    const stream = await (await download).createReadStream()
    const text = (await stream.toArray()).join('')
    expect(JSON.parse(text)).toMatchObject({
      report: 'access denied',
      reason: { code: 'fraudulent-access' },
      affected: { consents: 1, customers: 1 },
    })
    expect(text).not.toContain('Henriksen')
  })

  await test.step('the customer reads that the bank paused it, since when, why, and whom to call', async () => {
    await page.goto('/')
    await expect(page.getByText('Paused by the bank')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: tpp.brand }).first().click()
    await expect(page.getByText(/We paused .* on .*This was our decision, not yours/)).toBeVisible()
    await expect(page.getByText(WHY)).toBeVisible()
    await expect(page.getByText(`The bank paused ${tpp.brand}`)).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('staff see whose it is only for a reason, which the customer reads', async () => {
    const reference = (await page.getByText(/^CNS-/).textContent()) ?? ''
    const { page: desk } = operator
    await desk.goto(`/staff/permissions?ref=${reference}`)
    await expect(desk.getByText(tpp.brand)).toBeVisible()
    await expect(desk.getByText('Bo Henriksen')).toHaveCount(0)
    await expectAccessible(desk)
    await desk.getByLabel('Why do you need to see whose it is?').fill(LOOK)
    await desk.getByRole('button', { name: 'Open and note the reason' }).click()
    await expect(desk.getByText('Bo Henriksen').first()).toBeVisible()
    await expectAccessibleInEachLook(desk)
    await page.reload()
    await expect(page.getByText(/Staff of the bank looked at this permission/)).toContainText(LOOK)
  })

  await test.step('resuming needs two as well; then the next call is served and the page says so', async () => {
    const { page: desk } = operator
    await desk.goto(detail)
    await desk.getByRole('link', { name: 'Propose to resume' }).click()
    await expectAccessible(desk)
    await desk.getByLabel('Details of the case').fill('New keys, checked with them by phone.')
    await desk.getByRole('button', { name: 'Send to a colleague' }).click()
    expect(codeOf(await read())).toBe('CERTIFICATE_BLOCKED')
    await approver.page.goto(detail)
    await approver.page.getByRole('link', { name: 'Look at the proposal' }).click()
    await approver.page.getByRole('button', { name: 'Approve' }).click()
    await expect(approver.page.getByText('Served')).toBeVisible()
    expect(await read()).toMatchObject({ status: 200 })
    await page.reload()
    await expect(page.getByText(/Active until/).first()).toBeVisible()
    await expect(page.getByText('The bank lifted the pause')).toBeVisible()
  })

  await test.step('signing out ends it', async () => {
    const { page: desk } = operator
    await desk.getByRole('button', { name: 'Sign out' }).click()
    await expect(desk.getByText('You are signed out.')).toBeVisible()
    await expectAccessible(desk)
    await desk.goto(detail)
    await expect(desk).toHaveURL(/\/staff\/sign-in\?next=/)
    await desk.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect(desk).toHaveURL(`${HOUSE.PUBLIC_ORIGIN}${detail}`)
  })
  for (const { complaints } of [operator, approver]) expect(complaints).toEqual([])
  await tpp.leave()
})

/** A table of many columns has more widths to fail at than a phone's and a desk's. */
async function expectToFit(page: Page, widths: number[]): Promise<void> {
  const before = page.viewportSize()
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(sideways, `${page.url()} scrolls sideways at ${width} px`).toBe(false)
  }
  if (before) await page.setViewportSize(before)
}

/** A colleague at a desk of their own, with the passkey that their link gave them. */
async function colleague(browser: Browser, who: string): Promise<Phone> {
  const context = await browser.newContext({
    baseURL: HOUSE.PUBLIC_ORIGIN,
    viewport: { width: 1280, height: 900 },
  })
  const desk = await Phone.with(await context.newPage())
  await desk.page.goto(await activationLink(who))
  await expectAccessible(desk.page)
  await desk.page.getByRole('button', { name: 'Create passkey' }).click()
  await expect(desk.page.getByRole('heading', { name: 'Third parties' })).toBeVisible()
  return desk
}
