import { readFile, writeFile } from 'node:fs/promises'
import { PERSONAS } from '@/db/seed/personas'
import { deterringIn } from '@/i18n/deterring-words'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { expect, type Phone, test } from '../fixtures/journey'
import { openWords } from '../fixtures/open-words'
import { returning } from '../fixtures/returning'
import { ThirdParty } from '../fixtures/third-party'
import { type Measured, type Measures, tooLong } from '../obstacles/journeys'
import { obstacleStatement } from '../obstacles/statement'

const STATEMENT = 'docs/obstacles.md'
const SIGN_IN = 'Sign in with a passkey'
const SHARES_NOT = 'Don’t share'
const PAYS = 'Pay €1.00'
const PAYS_NOT = 'Don’t pay'

let first: ThirdParty
let second: ThirdParty
let payments: ThirdParty

test.beforeAll(async () => {
  first = await ThirdParty.enrol()
  second = await ThirdParty.enrol()
  payments = await ThirdParty.enrol({ roles: 'PI' })
})
test.afterAll(async () => {
  await first.leave()
  await second.leave()
  await payments.leave()
})

// REG-IF-02, REG-IF-05: RTS (EU) 2018/389 Art. 30(2) and 32(3).
test('no third party’s journey is longer than the bank’s own sign-in and what has to be added, and none deters', async ({
  phone,
}) => {
  const { page } = phone
  const signedOut = () => page.context().clearCookies()
  const everyday = page.getByRole('checkbox', { name: /Everyday/ })
  const payingAccount = page.getByRole('radio', { name: /Everyday/ })
  await returning(phone, 'anna')

  let ways: string[] = []
  const own = await walk(phone, async (looks) => {
    await page.goto('/')
    await looks()
    ways = await controls(phone)
    await phone.tap(page.getByRole('button', { name: SIGN_IN }))
    await expect(page.getByRole('heading', { name: 'Apps with access' })).toBeVisible()
    // It must have come whole, or it would be counted to the next journey.
    await page.waitForLoadState()
  })
  // On the list nothing has to be done: it is what the customer came for.
  own.pages -= 1

  const older = await walk(phone, async (looks) => {
    await page.goto((await first.asks()).url)
    await looks()
    await phone.tap(everyday)
    await answers(phone, first, 'Allow with passkey')
  })
  const renewal = await walk(phone, async (looks) => {
    await page.goto((await first.asks()).url)
    await looks()
    await answers(phone, first, 'Allow with passkey')
  })
  const paidEarlier = await walk(phone, async (looks) => {
    await page.goto((await payments.asksToPay()).url)
    await looks()
    await phone.tap(payingAccount)
    await answers(phone, payments, PAYS)
  })
  await signedOut()
  const picked = await walk(phone, async (looks) => {
    await page.goto((await second.asks()).url)
    await looks()
    expect(await controls(phone), 'each way to sign in, and the way to say no').toEqual([...ways, SHARES_NOT])
    await phone.tap(page.getByRole('button', { name: SIGN_IN }))
    await expect(everyday).toBeVisible()
    await looks()
    await phone.tap(everyday)
    await answers(phone, second, 'Allow')
  })
  await signedOut()
  const named = await walk(phone, async (looks) => {
    await page.goto((await second.asks({ ibans: [PERSONAS.anna.accounts.everyday.iban] })).url)
    await looks()
    await answers(phone, second, 'Share with passkey')
  })
  await signedOut()
  const paidPicked = await walk(phone, async (looks) => {
    await page.goto((await payments.asksToPay()).url)
    await looks()
    expect(await controls(phone), 'each way to sign in, and the way to say no').toEqual([...ways, PAYS_NOT])
    await phone.tap(page.getByRole('button', { name: SIGN_IN }))
    await expect(payingAccount).toBeVisible()
    await looks()
    await phone.tap(payingAccount)
    await answers(phone, payments, PAYS)
  })
  await signedOut()
  const paid = await walk(phone, async (looks) => {
    await page.goto((await payments.asksToPay({ from: PERSONAS.anna.accounts.everyday.iban })).url)
    await looks()
    await answers(phone, payments, PAYS)
  })

  const measured = { own, named, picked, older, renewal, paid, paidEarlier, paidPicked }
  expect(tooLong(measured)).toEqual([])
  const statement = await statementOf(ways, measured)
  const place = process.env.STATEMENT
  if (place) await writeFile(place, statement)
  else expect(await readFile(STATEMENT, 'utf8'), 'npm run statement writes it').toBe(statement)
})

/** What a customer has to do on one way; `looks` counts the words of the page they are on, and finds none that deters. */
async function walk(phone: Phone, way: (looks: () => Promise<void>) => Promise<void>): Promise<Measures> {
  let words = 0
  phone.reset()
  await way(async () => {
    await phone.page.waitForLoadState()
    const open = await openWords(phone.page)
    expect(deterringIn({ text: open.join(' '), language: 'en', where: 'journey' })).toEqual([])
    words += open.length
  })
  return { ...phone.gestures(), words }
}

/** Says yes, with whatever has to be ticked before, and is back at the third party without another tap. */
async function answers(phone: Phone, tpp: ThirdParty, yes: string): Promise<void> {
  const { page } = phone
  const no = yes === PAYS ? PAYS_NOT : SHARES_NOT
  const button = page.getByRole('button', { name: yes, exact: true })
  const sizes = [await button.boundingBox(), await page.getByRole('button', { name: no }).boundingBox()]
  const [wanted, other] = sizes.map((box) => box && [Math.round(box.width), Math.round(box.height)])
  expect(other, 'both answers are of one size').toEqual(wanted)
  for (const box of await page.locator('input[required]').all()) await phone.tap(box)
  await phone.tap(button)
  await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
}

/** What can be pressed or typed into on this page, by name. */
async function controls({ page }: Phone): Promise<string[]> {
  const tree = await page.getByRole('main').ariaSnapshot()
  return [...tree.matchAll(/(?:button|textbox) "([^"]+)"/g)].map(([, name = '']) => name)
}

/** The statement of the bank as it is configured here. */
async function statementOf(ways: string[], measured: Measured): Promise<string> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'))
  const { name: bank, authority } = brand
  return obstacleStatement({ bank, authority, version, profile: env.MARKET_PROFILE, ways, measured })
}
