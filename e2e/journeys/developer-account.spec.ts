import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { PERSONAS } from '@/db/seed/personas'
import { expectAccessible } from '../fixtures/accessible'
import { HOUSE } from '../fixtures/house'
import { expect, Phone, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import { sandbox, ThirdParty } from '../fixtures/third-party'

const run = promisify(execFile)
const { iban } = PERSONAS.bo.accounts.everyday
const FILES = ['qwac.pem', 'qwac.key', 'qsealc.pem', 'qsealc.key', 'chain.pem']

test('a developer signs up, gets certificates, reads with consent; the authority revokes, the next call is told why and the customer, too', async ({
  phone,
  browser,
}) => {
  // Two browsers, and axe four times on each of the developer's pages.
  test.slow()
  const name = `Nordisk Overblik ${process.pid} ApS`
  const folder = await mkdtemp(join(tmpdir(), 'placet-developer-'))
  const context = await browser.newContext({
    baseURL: HOUSE.PUBLIC_ORIGIN,
    viewport: { width: 1280, height: 900 },
  })
  const desk = await Phone.with(await context.newPage())
  const { page } = desk

  await test.step('an organisation of a name, a passkey', async () => {
    await page.goto('/developer/application')
    await expect(page).toHaveURL(/\/developer\/sign-in/)
    await page.getByRole('link', { name: 'Sign up' }).click()
    await page.getByRole('button', { name: 'Create passkey' }).click()
    await expect(page.getByText('Give a legal name')).toBeVisible()
    await expect(page.getByLabel('Legal name')).toBeFocused()
    await page.getByLabel('Legal name').fill(name)
    await page.getByRole('button', { name: 'Create passkey' }).click()
    await expect(page.getByRole('heading', { name })).toBeVisible()
  })

  await test.step('the pair with its keys, shown once', async () => {
    await page.getByRole('button', { name: 'Get certificates' }).click()
    await keepFiles(page, folder)
  })

  await test.step('and the command that the page shows works', async () => {
    const command = await page.getByRole('region', { name: 'What the bank thinks of it' }).textContent()
    const { stdout } = await run('sh', ['-c', command ?? ''], { cwd: folder })
    expect(JSON.parse(stdout)).toMatchObject({ good: true, standing: { status: 'active' } })
    const asks = await page.getByRole('region', { name: 'Ask for a consent' }).textContent()
    const answer = await run('sh', ['-c', asks ?? ''], { cwd: folder })
    const scaRedirect = { href: expect.stringContaining('/interaction/sca_') }
    expect(JSON.parse(answer.stdout)).toMatchObject({ consentStatus: 'received', _links: { scaRedirect } })
  })

  await test.step('what was shown once is shown no more', async () => {
    await expectAccessible(page)
    await page.reload()
    await expect(page.getByText('They were shown already')).toBeVisible()
    await expect(page.getByText('PRIVATE KEY')).toHaveCount(0)
    await page.getByRole('link', { name: 'Your application' }).first().click()
    await expect(page.getByRole('heading', { name })).toBeVisible()
    await expect(page.getByRole('table', { name: 'Certificates' })).toContainText('QWAC')
  })

  const id = (await page.getByText(/^PSDNL-DNB-/).textContent()) ?? ''
  const { tpp, registration } = await ThirdParty.from({ id, brand: name, folder })

  await test.step('redirect URI and keys; what the interface would refuse, the page refuses', async () => {
    await page.getByLabel('Redirect URIs').fill('http://elsewhere.example/callback')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText(
      'must be https, or http on loopback',
    )
    await expect(page.getByLabel('Redirect URIs')).toHaveValue('http://elsewhere.example/callback')
    await expectAccessible(page)
    await page.getByLabel('Redirect URIs').fill(registration.redirect_uris.join('\n'))
    await page.getByLabel('Authentication').selectOption('private_key_jwt')
    await page.getByLabel('Public keys (JWKS)').fill(JSON.stringify(registration.jwks))
    await page.getByRole('button', { name: 'Save' }).click()
    const saved = page.getByRole('region', { name: 'Application', exact: true }).getByRole('status')
    await expect(saved).toHaveText('Saved. It holds from the next request on.')
  })

  await test.step('a contact that cannot be one is told at its field, beside what was typed', async () => {
    await page.getByText('Name a contact').click()
    await page.getByLabel('Telephone').fill('12')
    await page.getByRole('button', { name: 'Save the contact' }).click()
    await expect(page.getByText('Give a telephone number of 5 to 30 digits')).toBeVisible()
    await expect(page.getByLabel('Telephone')).toHaveValue('12')
    await expectAccessible(page)
  })

  const { page: hand } = phone
  await enrols(hand, 'bo')
  const asked = await tpp.asks({ ibans: [iban] })
  await hand.goto(asked.url)
  await hand.getByRole('button', { name: 'Share with passkey' }).click()
  await hand.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
  const { access_token: token } = await tpp.redeems(hand.url(), asked)
  const { consentId } = asked
  const read = () => tpp.reads('/v1/accounts', { token, consentId, psuAddress: '192.0.2.1' })
  const codeOf = ({ body }: { body: string }) => JSON.parse(body).tppMessages?.[0].code
  expect(await read()).toMatchObject({ status: 200 })

  await test.step('their own calls, and nothing of the customer', async () => {
    await page.reload()
    const calls = page.getByRole('table', { name: 'Your last calls' })
    await expect(calls).toContainText('/v1/accounts')
    await expect(page.getByText(iban)).toHaveCount(0)
    await expect(page.getByText('Henriksen')).toHaveCount(0)
    await expectAccessible(page)
  })

  await test.step('the authority revokes; the next call is refused with the reason', async () => {
    await revokeAsAuthority(id)
    // Within the freshness that the bank publishes, seconds in this house.
    await expect.poll(async () => codeOf(await read()), { timeout: 30_000 }).toBe('CERTIFICATE_REVOKED')
    const { body } = await read()
    expect(JSON.parse(body).tppMessages[0].text).toContain('REVOKED')
    expect(JSON.parse(body)._links.certificate.href).toBe(`${HOUSE.MTLS_ORIGIN}/certificate`)
    const why = JSON.parse((await tpp.asksWhy()).body)
    expect(why).toMatchObject({ good: false, reason: 'REVOKED' })
  })

  await test.step('the customer’s page says so: since when, and what it means', async () => {
    await hand.goto('/')
    await expect(hand.getByRole('listitem').filter({ hasText: name }).last()).toContainText('Cannot look now')
    await hand
      .getByRole('link', { name: 'cannot see your accounts now: its certificate was withdrawn' })
      .click()
    const said = hand.getByRole('main')
    await expect(said).toContainText(/cannot look at your accounts now: its certificate was withdrawn on \d/)
    await expect(said).toContainText('can look again when it has a new certificate')
    await expect(hand.getByRole('link', { name: 'Stop sharing' })).toBeVisible()
    await expectAccessible(hand)
  })

  await test.step('the page for developers shows the same, step by step', async () => {
    await page.reload()
    const calls = page.getByRole('table', { name: 'Your last calls' })
    await expect(calls.getByRole('row').filter({ hasText: 'CERTIFICATE_REVOKED' }).first()).toBeVisible()
    await expect(page.getByText(/Revoked on .* by NL-DNB/).first()).toBeVisible()
    await page.getByRole('link', { name: 'Verdict', exact: true }).last().click()
    await expectVerdict(page, 'Revocation', 'REVOKED')
    await page.getByLabel('Certificate', { exact: true }).fill('hello')
    await page.getByRole('button', { name: 'Check it' }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText(
      'There is no certificate in what you pasted',
    )
  })

  await test.step('a new certificate: the same consent reads again, and the customer’s page has nothing more to say', async () => {
    await page.goto('/developer/application')
    await page.getByRole('button', { name: 'Get another pair' }).click()
    await keepFiles(page, folder)
    expect(await read()).toMatchObject({ status: 200 })
    await hand.goto(`/permissions/${consentId}`)
    await expect(hand.getByText(/^Active until/).first()).toBeVisible()
    await expect(hand.getByText('was withdrawn')).toHaveCount(0)
  })

  await test.step('signing out ends it, and the passkey is a key to no other door', async () => {
    await page.goto('/developer/application')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expectAccessible(page)
    desk.expectComplaint(/403/)
    await page.goto('/staff/sign-in')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect(page.getByRole('status')).toContainText('We couldn’t confirm it’s you')
    await page.goto('/developer/sign-in')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect(page.getByRole('heading', { name })).toBeVisible()
  })

  await test.step('nobody else orders for an organisation that is in use', async () => {
    await page.goto('/developer/sign-up')
    const listed = await page.getByLabel('Organisation').locator('option').allTextContents()
    expect(listed.filter((one) => one.includes(id) || one.includes('Saldo'))).toEqual([])
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Prove it by the key' }).click()
    await expect(page.getByRole('heading', { name: 'Prove it by the key' })).toBeVisible()
    await expectAccessible(page)
  })
  expect(desk.complaints).toEqual([])
  await tpp.leave()
})

async function keepFiles(page: Page, folder: string): Promise<void> {
  for (const file of FILES) {
    const text = await page.getByRole('region', { name: file, exact: true }).textContent()
    await writeFile(join(folder, file), text ?? '', { mode: 0o600 })
  }
}

async function revokeAsAuthority(institution: string): Promise<void> {
  const tokens = await sandbox('tokens')
  const [, token] = /^NL-DNB\s+(\S+)/m.exec(tokens) ?? []
  const answer = await fetch(`${HOUSE.SANDBOX_TRUST_ORIGIN}/revocations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ institution, reason: 'authorisation-withdrawn' }),
  })
  expect(answer.status).toBe(200)
}

async function expectVerdict(page: Page, step: string, reason: string): Promise<void> {
  await expect(page.getByRole('heading', { name: /^Refused as a/ })).toBeVisible()
  const row = page.getByRole('row', { name: new RegExp(`^${step} `) })
  await expect(row).toContainText('Failed')
  await expect(row).toContainText(reason)
  await expectAccessible(page)
}
