import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { CHROMIUM_FLAGS } from '../playwright.config'
import { completeEnvironment } from './environment'
import { findChromium } from './find-chromium'

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } }
const THEMES = ['light', 'dark'] as const
const OUT = 'tour'

// npm run tour [-- --watch]: the whole journey against the running demo, in a Chromium with a virtual passkey. Leaves a
// picture of each step in tour/, at phone and desktop width, light and dark.
await completeEnvironment({ SANDBOX: 'on', NODE_ENV: 'production' })
const { env } = await import('@/lib/env')
const demo = await readFile(join(env.PLACET_HOME, 'demo.json'), 'utf8').then(JSON.parse, () => null)
const running = demo && (await fetch(demo.bank).catch(() => null))
if (!running) throw new Error('The demo is not running: start it in another terminal with npm run demo')

await mkdir(OUT, { recursive: true })
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: CHROMIUM_FLAGS,
  headless: !process.argv.includes('--watch'),
})
const page = await browser.newPage({ locale: 'en-GB', timezoneId: env.BANK_TIME_ZONE, viewport: SIZES.phone })
await giveAuthenticator(page)
await walk(page)
await browser.close()
console.log(`\nThe pictures are in ${OUT}/.`)
process.exit(0)

async function walk(page: Page): Promise<void> {
  await page.goto(`${demo.bank}/activate#${await freshActivationCode()}`)
  await step(page, '01-activate')
  await page.getByRole('button', { name: 'Create passkey' }).click()
  await page.getByRole('heading', { name: 'Apps with access' }).waitFor()
  await step(page, '02-permissions')

  await page.goto(demo.saldo)
  await page.getByLabel('Name').fill(`Anna ${process.pid}`)
  await page.getByLabel('Password').fill('three words will do')
  await step(page, '03-saldo')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page
    .getByRole('button', { name: /^Connect/ })
    .first()
    .click()
  await page.getByRole('heading', { name: /Share account data with/ }).waitFor()
  await step(page, '04-request')
  await page.getByRole('checkbox').first().check()
  await page.getByRole('button', { name: /^Allow/ }).click()
  await page.getByRole('heading', { name: 'Your money in Saldo' }).waitFor()
  await step(page, '05-saldo-accounts')
  await page.getByRole('button', { name: 'Read in the background' }).click()
  await page.getByRole('status').first().waitFor()

  await page.goto(demo.bank)
  await page.getByRole('link', { name: /Saldo/ }).first().click()
  await page.getByRole('link', { name: 'Stop sharing' }).waitFor()
  await step(page, '06-permission')
  await page.getByRole('link', { name: 'Stop sharing' }).click()
  await page.getByRole('button', { name: 'Stop sharing' }).waitFor()
  await step(page, '07-stop')
  await page.getByRole('button', { name: 'Stop sharing' }).click()
  await page
    .getByText(/can no longer see/)
    .first()
    .waitFor()
  await step(page, '08-stopped')

  await page.goto(`${demo.saldo}/accounts`)
  await page.getByRole('button', { name: 'Read in the background' }).click()
  await page.getByRole('heading', { name: 'Sharing was stopped at your bank' }).waitFor()
  await step(page, '09-saldo-stopped')

  await page.goto(`${demo.bank}/?tab=ended`)
  await page.getByRole('link', { name: /Saldo/ }).first().click()
  await page.getByRole('heading', { level: 1, name: /Saldo/ }).waitFor()
  await step(page, '10-history')

  await page.goto(demo.shop)
  await step(page, '11-shop')
  await page.getByRole('link', { name: 'Buy the lamp' }).click()
  await step(page, '12-shop-till')
  await page.getByRole('button', { name: /^Pay / }).click()
  await page
    .getByRole('radio', { name: /Everyday/ })
    .first()
    .check()
  await step(page, '13-payment')
  await page.getByRole('button', { name: /^Pay / }).click()
  await page.getByRole('heading', { name: 'Paid. Thank you' }).waitFor()
  await step(page, '14-shop-paid')
  await page.goto(`${demo.bank}/?tab=payments`)
  await step(page, '15-payments')
}

/** One picture per width and theme, of the page as it stands. */
async function step(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES))
    for (const colorScheme of THEMES) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.screenshot({ path: join(OUT, `${name}-${size}-${colorScheme}.png`), fullPage: true })
    }
  await page.setViewportSize(SIZES.phone)
  await page.emulateMedia({ colorScheme: 'light' })
  console.log(`${name}  ${page.url()}`)
}

async function freshActivationCode(): Promise<string> {
  const { issueActivationCode } = await import('@/lib/psu/issue-activation-code')
  const { now } = await import('@/lib/clock')
  const { PERSONAS } = await import('@/db/seed/personas')
  const { code } = await issueActivationCode({
    psuId: PERSONAS.anna.id,
    settledBecause: 'sandbox',
    actor: 'staff:sandbox',
    requestId: null,
    now: await now(),
  })
  return code
}

async function giveAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}
