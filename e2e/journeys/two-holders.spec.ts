import { expectAccessible, expectAccessibleInEachLook } from '../fixtures/accessible'
import { expect, type Phone, test } from '../fixtures/journey'
import { becomes } from '../fixtures/own-passkey'
import { ThirdParty } from '../fixtures/third-party'

let tpp: ThirdParty

test.beforeAll(async () => {
  tpp = await ThirdParty.enrol({ name: 'Together Data B.V.', brand: 'Together' })
})
test.afterAll(() => tpp.leave())

/** The first holder allows an account that needs two, and reads who has to allow it too. */
async function firstAllows(phone: Phone, { account, other, own }: FirstAllows) {
  const { page } = phone
  const request = await tpp.asks({ access: { balances: [], transactions: [] } })
  await page.goto(request.url)
  const choice = page.getByRole('checkbox', { name: account })
  await expect(page.getByText(`${other} has to allow it too`)).toBeVisible()
  await expectAccessible(page)
  await choice.check()
  if (own) {
    // What is ticked outlives another language, and that all of it waits stands where it is ticked.
    await page.getByRole('checkbox', { name: own }).check()
    await expect(page.getByText('If you tick it, all you tick waits until then').first()).toBeVisible()
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await expect(page.getByRole('checkbox', { name: own })).toBeChecked()
    await page.getByRole('button', { name: 'English' }).click()
    await expect(page.getByRole('button', { name: 'Allow with passkey' })).toBeVisible()
    await expect(choice).toBeChecked()
  }
  await page.getByRole('button', { name: 'Allow with passkey' }).click()
  await expect(page.getByRole('heading', { name: `${other} has to allow it too` })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: /^Go to Together/ }).click()
  await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  const { access_token: token } = await tpp.redeems(page.url(), request)
  return { consentId: request.consentId, token }
}

type FirstAllows = { account: RegExp; other: string; own?: RegExp }

const statusOf = async (consentId: string) =>
  JSON.parse((await tpp.xs2a('GET', `/v1/consents/${consentId}/status`)).body).consentStatus

test('a joint account that needs both: one yes waits, the second makes it valid', async ({ phone }) => {
  const { page } = phone
  await becomes(phone, 'maja')
  const { consentId, token } = await firstAllows(phone, {
    account: /House account/,
    other: 'Sam Brandt',
    own: /Everyday account/,
  })

  await test.step('meanwhile nothing is read, and the first holder sees for whom it waits', async () => {
    expect(await statusOf(consentId)).toBe('partiallyAuthorised')
    const refused = await tpp.reads('/v1/accounts', { token, consentId })
    expect([refused.status, refused.body]).toEqual([401, expect.stringContaining('CONSENT_INVALID')])
    await page.goto('/')
    await expect(page.getByText('Waiting for Sam Brandt').first()).toBeVisible()
  })

  await test.step('the second holder finds it first of all, and allows with a passkey', async () => {
    await becomes(phone, 'sam')
    await expect(page.getByText('Waiting for you').first()).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: tpp.brand }).click()
    await expect(page.getByText(/Maja Brandt has allowed it already/)).toBeVisible()
    await expect(page.getByText('House account')).toBeVisible()
    await expect(page.getByText('And accounts of Maja Brandt that are not yours')).toBeVisible()
    await expect(page.getByText('Everyday account')).toHaveCount(0)
    await expectAccessibleInEachLook(page)
    phone.reset()
    await phone.tap(page.getByRole('button', { name: 'Allow with passkey' }))
    await expect(page.getByText(/^Active until/).first()).toBeVisible()
    expect(phone.gestures()).toMatchObject({ prompts: 1, taps: 1, fields: 0 })
  })

  await test.step('now the token reads, and either of them may stop it', async () => {
    expect(await statusOf(consentId)).toBe('valid')
    expect((await tpp.reads('/v1/accounts', { token, consentId })).status).toBe(200)
    await page.reload()
    await expect(page.getByText('Everyday account')).toHaveCount(0)
    // Her look before his yes was no refused one.
    await expect(page.getByText('Who used the app').first()).toBeVisible()
    await expect(page.getByText(/look was refused/)).toHaveCount(0)
    await page.getByRole('link', { name: 'Stop sharing' }).click()
    await expect(page.getByText('It ends for Maja Brandt, too.')).toBeVisible()
    await page.getByRole('button', { name: 'Stop sharing' }).click()
    expect(await statusOf(consentId)).toBe('revokedByPsu')
    expect((await tpp.reads('/v1/accounts', { token, consentId })).status).toBe(401)
  })
})

test('an account of a company: the second signature says no, and nothing is shared', async ({ phone }) => {
  const { page } = phone
  await becomes(phone, 'ida')
  const { consentId, token } = await firstAllows(phone, {
    account: /Two-signature account/,
    other: 'Emil Kjær, Nordlys ApS',
  })
  await becomes(phone, 'emil')
  await page.getByRole('link', { name: tpp.brand }).click()
  await page.getByRole('button', { name: 'Don’t share' }).click()
  await expect(page.getByRole('heading', { name: 'Apps with access' })).toBeVisible()
  expect(await statusOf(consentId)).toBe('rejected')
  expect((await tpp.reads('/v1/accounts', { token, consentId })).status).toBe(401)

  await test.step('whoever said no finds it among what has ended, and cannot answer again', async () => {
    await expect(page).toHaveURL('/?tab=ended')
    await expect(page.getByText('You said no').first()).toBeVisible()
    await expectAccessible(page)
    await page.goto(`/permissions/${consentId}/answer`)
    await expect(page).toHaveURL('/')
    await page.goto(`/permissions/${consentId}`)
    await expect(page.getByText(`You said no to ${tpp.brand}`)).toBeVisible()
    await expect(page.getByText(/^Ida .* allowed it$/)).toBeVisible()
    await expect(page.getByText('Two-signature account')).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('the first holder reads whose no it was', async () => {
    await becomes(phone, 'ida')
    await page.goto('/?tab=ended')
    await expect(page.getByText('Emil Kjær, Nordlys ApS said no').first()).toBeVisible()
    await page.goto(`/permissions/${consentId}`)
    await expect(page.getByText('Emil Kjær, Nordlys ApS said no')).toHaveCount(2)
    await expectAccessible(page)
  })
})
