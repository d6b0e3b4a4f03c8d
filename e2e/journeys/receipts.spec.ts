import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/accessible'
import { HOUSE } from '../fixtures/house'
import { expect, test } from '../fixtures/journey'
import { allows, enrols, isAsked } from '../fixtures/own-passkey'
import { ThirdParty } from '../fixtures/third-party'

const KEYS = '/.well-known/evidence-keys.json'
const TRAIL_KEYS = '/.well-known/audit-keys.json'

/** What people give instead of the signed file, and what they read. The last is larger than the door takes. */
const OTHERS = [
  ['record.pdf', 900, 'A PDF or a picture of a record says nothing either way'],
  ['photo.json', 700_000, 'larger than any record of ours'],
  ['film.json', 1_400_000, 'larger than any record of ours'],
] as const

/** What a page says, piece by piece, without what only the eye or only the ear gets. */
const textOf = async (page: Page) => (await page.getByRole('main').innerText()).replace(/\s+/g, ' ')

async function save(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name, exact: true }).click(),
  ])
  return download.path()
}

const npmRun = (words: readonly string[], env: Record<string, string> = {}) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    execFile(
      'npm',
      ['run', '--silent', ...words],
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr }),
    )
  })

/** With nothing of the bank but its published keys. */
const verify = (file: string, ...keys: string[]) =>
  npmRun(['receipts', '--', 'verify', file, ...keys.flatMap((one) => ['--keys', one])], { DATABASE_URL: '' })

test('what was allowed and stopped has receipts that say what the page said and that anybody can check', async ({
  phone,
  browser,
}) => {
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'Keeps' })
  await enrols(page, 'bo')
  await isAsked(page, tpp)
  for (const part of await page.locator('summary').all()) await part.click()
  const shown = await textOf(page)
  await allows(page, tpp)

  await page.goto('/')
  await page.getByRole('link', { name: tpp.brand }).first().click()
  await page.getByRole('link', { name: 'See the records' }).click()
  await expectAccessible(page)
  await page.getByRole('link', { name: `You allowed ${tpp.brand} to see account data`, exact: true }).click()
  await expect(page.getByText('A passkey signed exactly what was shown')).toBeVisible()
  await expectAccessible(page)
  const receipt = page.url()

  // What the bank does each minute: from then on the record brings the proof that its event stands in the trail.
  expect(await npmRun(['audit', '--', 'checkpoint'], HOUSE)).toMatchObject({ code: 0 })
  await page.reload()
  await expect(page.getByText(/^Entry [\d,]+ of [\d,]+, confirmed on/)).toBeVisible()
  const file = await save(page, 'Signed file')
  const pdf = await readFile(await save(page, 'PDF'), 'latin1')
  expect(pdf.startsWith('%PDF-1.7')).toBe(true)
  await page.getByRole('link', { name: 'The page you saw' }).click()
  await expect(page.getByRole('heading', { name: `Share account data with ${tpp.brand}?` })).toBeVisible()
  await expectAccessible(page)
  await expect(page.locator('[data-copy]').getByRole('button')).toHaveCount(0)
  const said = await page.locator('[data-copy] :is(p, h1, h2)').allInnerTexts()
  const copied = said.map((line) => line.replace(/\s+/g, ' ').trim())
  const answers = copied.filter((line) => line.startsWith('You could answer'))
  expect(answers).toEqual(['You could answer: “Share with passkey” and “Don’t share”.'])
  for (const line of copied.filter((one) => !answers.includes(one))) expect(shown).toContain(line)

  await page.goto(`${receipt.split('/receipts')[0]}/stop`)
  await page.getByRole('button', { name: 'Stop sharing' }).click()
  await page.getByRole('link', { name: 'See the records' }).first().click()
  await expect(
    page.getByRole('link', { name: `You stopped sharing with ${tpp.brand}`, exact: true }),
  ).toBeVisible()
  await page.getByRole('link', { name: `You stopped sharing with ${tpp.brand}`, exact: true }).click()
  await expectAccessible(page)

  // Nobody is signed in, there is no script, and the network is only asked for the bank's own keys.
  const folder = await mkdtemp(join(tmpdir(), 'receipts-'))
  const keys = join(folder, 'keys.json')
  await writeFile(keys, await (await page.request.get(KEYS)).text())
  const trailKeys = join(folder, 'trail-keys.json')
  await writeFile(trailKeys, await (await page.request.get(TRAIL_KEYS)).text())
  expect(await verify(file, keys)).toMatchObject({ code: 0, said: expect.stringContaining('Not checked') })
  expect(await verify(file, keys, trailKeys)).toMatchObject({
    code: 0,
    said: expect.stringContaining('Its event stands in the audit trail'),
  })
  expect(await npmRun(['audit', '--', 'verify-proofs', file, '--keys', trailKeys])).toMatchObject({
    code: 0,
    said: expect.stringContaining('PROVEN: 1 rows'),
  })
  const genuine = await readFile(file, 'utf8')
  const altered = join(folder, 'altered.json')
  const { signature } = JSON.parse(genuine)
  await writeFile(
    altered,
    genuine.replace(
      signature,
      signature.replace(/^./, (one: string) => (one === 'A' ? 'B' : 'A')),
    ),
  )
  expect(await verify(altered, keys)).toMatchObject({ code: 1, said: expect.stringContaining('(signature)') })

  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled })
    phone.watch(context)
    const stranger = await context.newPage()
    await stranger.goto('/verify')
    if (javaScriptEnabled) await expectAccessible(stranger)
    await stranger.getByLabel('Signed file').setInputFiles(file)
    await stranger.getByRole('button', { name: 'Check the record' }).click()
    await expect(stranger.getByText('This record is genuine, and in our log')).toBeVisible()
    await expect(stranger.getByText(`You allowed ${tpp.brand} to see account data`)).toBeVisible()
    if (javaScriptEnabled) await expectAccessible(stranger)
    await stranger.getByLabel('Or paste what is in it').fill(await readFile(altered, 'utf8'))
    await stranger.getByRole('button', { name: 'Check the record' }).click()
    await expect(stranger.getByText('This record is not genuine')).toBeVisible()
    await expect(stranger.getByText('The signature does not fit.')).toBeVisible()
    if (javaScriptEnabled) await expectAccessible(stranger)
    await stranger.getByRole('button', { name: 'Check the record' }).click()
    await expect(stranger.getByText('Choose a file, or paste what is in one.')).toBeVisible()
    for (const [name, bytes, said] of OTHERS) {
      const buffer = Buffer.alloc(bytes, '%PDF-1.7 ')
      await stranger.getByLabel('Signed file').setInputFiles({ name, mimeType: 'application/json', buffer })
      await stranger.getByRole('button', { name: 'Check the record' }).click()
      await expect(stranger.getByRole('alert').filter({ hasText: said })).toBeVisible()
      await stranger.goto('/verify')
    }
    expect(new URL(stranger.url()).search).toBe('')
    await context.close()
  }
  await tpp.leave()
})

test("another's receipt is not there, neither as a page nor as a file, and without a session it asks to sign in", async ({
  phone,
}) => {
  const { page } = phone
  await enrols(page, 'anna')
  await page.getByRole('main').locator('a[href^="/permissions/"]').first().click()
  await page.getByRole('link', { name: 'See the records' }).click()
  const href = await page.getByRole('main').locator('a[href*="/receipts/"]').first().getAttribute('href')
  await page.context().clearCookies()
  for (const file of ['', '/signed', '/pdf', '/shown']) {
    await page.goto(`${href}${file}`)
    await expect(page).toHaveURL(/\/sign-in\?next=/)
  }
  await enrols(page, 'oskar')
  phone.expectComplaint(/404/)
  for (const file of ['', '/shown']) {
    await page.goto(`${href}${file}`)
    await expect(page.locator('[data-error-id]')).toBeVisible()
  }
  for (const file of ['/signed', '/pdf']) {
    const answer = await page.request.get(`${href}${file}`)
    expect(new URL(answer.url()).pathname).toBe('/problem')
  }
})

test('the keys are published for anybody, with the time in which they sign and nothing private', async ({
  request,
}) => {
  const answer = await request.get(`${HOUSE.PUBLIC_ORIGIN}${KEYS}`)
  expect(answer.headers()['content-type']).toBe('application/jwk-set+json')
  for (const key of (await answer.json()).keys) {
    expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', nbf: expect.any(Number) })
    expect(key).not.toHaveProperty('d')
  }
})
