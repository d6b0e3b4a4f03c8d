import { expectAccessible } from '../fixtures/accessible'
import { hashesOf } from '../fixtures/evidence'
import { expect, type Phone, test } from '../fixtures/journey'
import { returning } from '../fixtures/returning'
import { ThirdParty } from '../fixtures/third-party'

let tpp: ThirdParty

test.beforeAll(async () => {
  tpp = await ThirdParty.enrol({ name: 'Everything Data B.V.', brand: 'Everything' })
})
test.afterAll(() => tpp.leave())

const back = (page: Phone['page']) => page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))

/** Signs in to answer the request and waits for its page. */
async function open(phone: Phone, url: string): Promise<void> {
  await phone.page.goto(url)
  await phone.tap(phone.page.getByRole('button', { name: 'Sign in with a passkey' }))
  await expect(phone.page.getByRole('heading', { name: /^All your accounts/ })).toBeVisible()
}

test('all accounts with their owner: nothing to pick, two taps, and what is shown is what is read', async ({
  phone,
}) => {
  const { page } = phone
  await returning(phone, 'anna')
  const request = await tpp.asks({ access: { allPsd2: 'allAccountsWithOwnerName' } })
  await open(phone, request.url)
  await expect(page.getByText('Owner’s name', { exact: true })).toBeVisible()
  await expect(page.getByText('Transactions', { exact: true })).toBeVisible()
  await expect(page.getByText('An account you open later is not included.')).toBeVisible()
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await expectAccessible(page)
  const shown = await page
    .getByRole('region', { name: /^All your accounts/ })
    .getByRole('listitem')
    .count()
  await phone.tap(page.getByRole('button', { name: 'Allow', exact: true }))
  await back(page)
  expect(phone.gestures()).toEqual({ pages: 2, prompts: 1, taps: 2, fields: 0 })
  const { version, grant, audit } = await hashesOf(request.consentId)
  expect([grant, audit]).toEqual([version, version])
  const { access_token: token } = await tpp.redeems(page.url(), request)
  const { consentId } = request
  const [accounts, cards] = await Promise.all(
    ['/v1/accounts', '/v1/card-accounts'].map((path) => tpp.reads(path, { token, consentId })),
  )
  const listed = JSON.parse(accounts?.body ?? '').accounts
  const onCards = JSON.parse(cards?.body ?? '').cardAccounts
  expect(listed.length + onCards.length).toBe(shown)
  for (const account of listed) expect(account.ownerName).toMatch(/Anna/)
})

test('the list of accounts: said to be only that, given once, and nothing else of any account', async ({
  phone,
}) => {
  const { page } = phone
  await returning(phone, 'anna')
  const request = await tpp.asks({ recurring: false, access: { availableAccounts: 'allAccounts' } })
  await open(phone, request.url)
  await expect(page.getByText('The list of your accounts')).toBeVisible()
  await expect(page.getByText('Which accounts you have, without balances. No payments.')).toBeVisible()
  await expect(page.getByText('Transactions', { exact: true })).toHaveCount(0)
  await expectAccessible(page)
  await phone.tap(page.getByRole('button', { name: 'Allow', exact: true }))
  await back(page)
  const { access_token: token } = await tpp.redeems(page.url(), request)
  const asked = { token, consentId: request.consentId, psuAddress: '192.0.2.1' }
  const listed = await tpp.reads('/v1/accounts', asked)
  expect(listed.status).toBe(200)
  const [account] = JSON.parse(listed.body).accounts
  expect(account._links).toEqual({})
  const balances = await tpp.reads(`/v1/accounts/${account.resourceId}/balances`, asked)
  expect(balances.status).toBe(401)
  expect((await tpp.reads('/v1/accounts', asked)).status).toBe(401)
})
