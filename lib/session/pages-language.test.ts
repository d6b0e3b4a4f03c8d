import { eq } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { Browser } from '@/e2e/fixtures/browser'
import { givenCustomer } from '@/e2e/fixtures/given-passkey'
import { now } from '@/lib/clock'
import { startSession } from './start-session'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)

test('the language of the pages is kept once, at the first sign-in, and is no choice: it sets no page elsewhere', async () => {
  const { psuId, passkey } = await givenCustomer()
  await database().update(psus).set({ locale: null }).where(eq(psus.id, psuId))
  const german = new Browser().use()
  german.headers.set('accept-language', 'de-CH, en;q=0.5')
  await start(psuId, passkey.credentialId)
  expect(await languagesOf(psuId)).toEqual({ locale: null, pagesLocale: 'de' })
  const french = new Browser().use()
  french.headers.set('accept-language', 'fr')
  await start(psuId, passkey.credentialId)
  expect(await languagesOf(psuId)).toEqual({ locale: null, pagesLocale: 'de' })
  expect([german.jar.get('language'), french.jar.get('language')]).toEqual([undefined, undefined])
})

test('what a customer chose stays, and who came by a recovery keeps no language', async () => {
  const chosen = await givenCustomer()
  await database().update(psus).set({ locale: 'el' }).where(eq(psus.id, chosen.psuId))
  const browser = new Browser().use()
  browser.headers.set('accept-language', 'de')
  await start(chosen.psuId, chosen.passkey.credentialId)
  expect(await languagesOf(chosen.psuId)).toMatchObject({ locale: 'el' })
  const { psuId, passkey } = await givenCustomer()
  const coolsUntil = new Date((await now()).getTime() + 3_600_000)
  await database().update(authenticators).set({ coolsUntil }).where(eq(authenticators.psuId, psuId))
  browser.jar.clear()
  await start(psuId, passkey.credentialId)
  expect(await languagesOf(psuId)).toMatchObject({ pagesLocale: null })
})

async function start(psuId: string, credentialId: string): Promise<void> {
  const opened = { interactionUid: null, userAgent: null, requestId: null, now: await now() }
  await startSession({ psuId, credentialId, ...opened })
}

async function languagesOf(psuId: string) {
  const { locale, pagesLocale } = psus
  const [row] = await database().select({ locale, pagesLocale }).from(psus).where(eq(psus.id, psuId))
  return row
}
