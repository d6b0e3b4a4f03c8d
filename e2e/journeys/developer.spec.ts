import { ERROR_CODES } from '@/lib/xs2a/error-codes'
import { expectAccessible } from '../fixtures/accessible'
import { expect, type Phone, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'

/** Sends the form of the console and waits for the answer of this very request. */
async function sends({ page }: Phone, status: number): Promise<void> {
  await page.getByRole('button', { name: 'Send to the sandbox' }).click()
  await expect(page.getByRole('heading', { name: `Answer ${status}` })).toBeVisible()
}

const cameBack = ({ page }: Phone) => page.getByRole('region', { name: 'What came back' })

test('the reference shows every operation of the contract, and each has a page and a form', async ({
  phone,
}) => {
  const { page } = phone
  const { paths } = await (await page.request.get('/xs2a/openapi.json')).json()
  const operations = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, summary }]) => ({
      operationId,
      summary,
      line: `${method.toUpperCase()} ${path}`,
    })),
  )
  expect(operations.length).toBeGreaterThan(20)
  await page.goto('/developer/reference')
  await expectAccessible(page)
  await expect(page.getByRole('main').locator('a[href^="/developer/reference/"]')).toHaveCount(
    operations.length,
  )
  for (const { operationId, summary, line } of operations) {
    await page.goto('/developer/reference')
    await page.getByRole('link', { name: summary, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: summary, exact: true })).toBeVisible()
    await expect(page.getByText(line, { exact: true })).toBeVisible()
    await page.getByRole('link', { name: 'Call it in the sandbox' }).click()
    await expect(page).toHaveURL(`/developer/try/${operationId}`)
    await expect(page.getByRole('button', { name: 'Send to the sandbox' })).toBeVisible()
  }
  for (const operationId of ['createConsent', 'listTransactions', 'confirmFunds']) {
    await page.goto(`/developer/reference/${operationId}`)
    await expectAccessible(page)
  }
})

test('every code has its page in the catalogue', async ({ phone }) => {
  const { page } = phone
  await page.goto('/developer/errors')
  await expectAccessible(page)
  const links = await page.getByRole('main').locator('a[href^="/developer/errors/"]').allTextContents()
  expect(links.length).toBeGreaterThan(20)
  const known = Object.entries(ERROR_CODES).filter(([code]) => links.includes(code))
  expect(known.length).toBe(links.length)
  for (const [code, { meaning }] of known) {
    const response = await page.goto(`/developer/errors/${code}`)
    expect(response?.status()).toBe(200)
    await expect(page).toHaveTitle(new RegExp(`^${code} `))
    await expect(page.getByRole('heading', { level: 1, name: code })).toBeVisible()
    await expect(page.getByRole('main')).toContainText(meaning.replaceAll('`', ''))
    for (const name of ['Cause', 'What to do', 'Example'])
      await expect(page.getByRole('heading', { name })).toBeVisible()
  }
  await expectAccessible(page)
  phone.expectComplaint(/404/)
  expect((await page.goto('/developer/errors/NO_SUCH_CODE'))?.status()).toBe(404)
})

test('a request with a fault shows the error, and leads to its page', async ({ phone }) => {
  const { page } = phone
  await page.goto('/developer/try/createConsent')
  await page.getByLabel('Body').fill('{ "access": {} }')
  await sends(phone, 400)
  await expect(cameBack(phone)).toContainText('"code": "FORMAT_ERROR"')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'What FORMAT_ERROR means' }).click()
  await expect(page).toHaveURL('/developer/errors/FORMAT_ERROR')
})

test('a developer walks from asking over the customer’s page to the entries, and copies nothing', async ({
  phone,
}) => {
  const { page } = phone
  await enrols(phone.page, 'nils')
  await page.goto('/developer/reference')
  await page.getByRole('link', { name: 'Walk from a consent to a balance' }).click()
  await expectAccessible(page)
  await sends(phone, 201)
  await expectAccessible(page)
  const answer = page.url()
  await page.getByRole('link', { name: /Be the customer/ }).click()
  await expect(page.getByRole('heading', { name: /Share account data with Sandbox console/ })).toBeVisible()
  await page.getByRole('checkbox').first().check()
  await page.getByRole('button', { name: /^Allow/ }).click()

  await test.step('the code that came back is only in the form, and counts when it is sent', async () => {
    await expect(page).toHaveURL('/developer/try/updateConsentAuthorisation?came=allowed')
    await expect(page.getByRole('status')).toContainText('The customer allowed')
    await expectAccessible(page)
    await sends(phone, 200)
    await expect(cameBack(phone)).toContainText('"scaStatus": "finalised"')
  })

  await test.step('accounts, balances, entries and one entry', async () => {
    await page.getByRole('link', { name: 'List the accounts' }).click()
    await sends(phone, 200)
    await expect(cameBack(phone)).toContainText('"iban"')
    const accounts = page.url()
    await page
      .getByRole('link', { name: /^Balances of/ })
      .first()
      .click()
    await sends(phone, 200)
    await expect(cameBack(phone)).toContainText('"balanceAmount"')
    await page.goto(accounts)
    await page
      .getByRole('link', { name: /^Transactions of/ })
      .first()
      .click()
    await sends(phone, 200)
    await page.getByRole('link', { name: 'Read the newest transaction' }).click()
    await sends(phone, 200)
    await expectAccessible(page)
  })

  await test.step('another browser sees neither answer nor consent', async () => {
    const consentId = await page.getByLabel('Consent-ID').inputValue()
    await page.context().clearCookies()
    await page.goto(answer)
    await expect(page.getByRole('heading', { name: /^Answer/ })).toHaveCount(0)
    await page.goto('/developer/try/listAccounts')
    await page.getByLabel('Consent-ID').fill(consentId)
    await sends(phone, 400)
    await expect(cameBack(phone)).toContainText('CONSENT_UNKNOWN')
    await page.goto(`/developer/try/back?state=${'a'.repeat(43)}&confirmationCode=${'b'.repeat(43)}`)
    await expect(page.getByRole('status')).toContainText('Nobody was sent off from this browser')
  })
})
