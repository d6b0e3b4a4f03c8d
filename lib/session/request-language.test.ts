import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { interactions } from '@/db/schema/interactions'
import { payments } from '@/db/schema/payments'
import { givenPayment } from '@/e2e/fixtures/asked-payment'
import { givenTpp } from '@/e2e/fixtures/given-consent'
import { chooseForRequest } from '@/lib/psu/asked-languages'
import { requestLanguage } from './request-language'
import { requestPage } from './request-page'

const AT = new Date('2026-11-21T10:00:00Z')

test('what a third party asks for holds on its own request and nowhere else', async () => {
  await request('asks', 'da el-CY fr')
  const sent = { cookie: 'language=de', 'accept-language': 'fr' }
  expect(await languageOf({ ...sent, 'x-placet-path': '/interaction/asks' })).toBe('el')
  expect(await languageOf({ ...sent, 'x-placet-path': '/interaction/asks/return' })).toBe('el')
  expect(await languageOf({ ...sent, 'x-placet-path': '/interaction/unknown' })).toBe('de')
  expect(await languageOf({ ...sent, 'x-placet-path': '/' })).toBe('de')
})

test('the choice made on the page of a request is stronger than what was asked for', async () => {
  await request('chosen', 'el')
  await chooseForRequest({ about: 'interaction', id: 'chosen' }, 'fr')
  expect(await languageOf({ cookie: 'language=de', 'x-placet-path': '/interaction/chosen' })).toBe('fr')
})

test('on the page of a payment it is what was asked for with it, until the customer chooses there', async () => {
  const { link } = await givenPayment({
    tppId: await givenTpp('PSDDK-DFSA-PAY'),
    psuLanguages: 'da, el;q=0.9',
  })
  const path = new URL(link).pathname
  expect(await languageOf({ cookie: 'language=de', 'x-placet-path': path })).toBe('el')
  expect(await languageOf({ cookie: 'language=de', 'x-placet-path': `${path}/return` })).toBe('el')
  const about = requestPage(path)
  if (about) await chooseForRequest(about, 'fr')
  expect(await languageOf({ cookie: 'language=de', 'x-placet-path': path })).toBe('fr')
  expect(await languageOf({ cookie: 'language=de', 'x-placet-path': '/pay/unknown' })).toBe('de')
  expect(await languageOf({ cookie: 'language=de', 'x-placet-path': '/payments/unknown' })).toBe('de')
})

test('of a payment that is over nobody chooses the language any more, and its page follows the browser again', async () => {
  const { link, paymentId } = await givenPayment({
    tppId: await givenTpp('PSDDK-DFSA-OVER'),
    psuLanguages: 'el',
  })
  const path = new URL(link).pathname
  const about = { about: 'payment', id: path.slice('/pay/'.length) } as const
  const set = (change: Partial<typeof payments.$inferInsert>) =>
    database().update(payments).set(change).where(eq(payments.id, paymentId))
  for (const over of [{ status: 'CANC' }, { status: 'RCVD', answerBy: AT }] as const) {
    await set(over)
    await chooseForRequest(about, 'fr')
    expect(await languageOf({ cookie: 'language=de', 'x-placet-path': `${path}/return` })).toBe('el')
    expect(await languageOf({ cookie: 'language=de', 'x-placet-path': path })).toBe('de')
    expect(await languageOf({ cookie: 'language=de', 'x-placet-path': `${path}?cannot=closed` })).toBe('de')
  }
})

test('a request for languages that we have not leaves the browser to say', async () => {
  await request('foreign', 'da nb sv')
  expect(await languageOf({ 'accept-language': 'de', 'x-placet-path': '/interaction/foreign' })).toBe('de')
})

test('staff and developers read English, whatever their browser asks for', async () => {
  for (const path of ['/staff', '/staff/third-parties', '/developer?x=1'])
    expect(await languageOf({ cookie: 'language=de', 'x-placet-path': path })).toBe('en')
  expect(await languageOf({ cookie: 'language=de', 'x-placet-path': '/staffroom' })).toBe('de')
})

test.each(['language=xx', 'language=../de', 'xlanguage=de', 'language=constructor'])(
  'a cookie that says %s says nothing',
  async (cookie) => expect(await languageOf({ cookie, 'accept-language': 'fr' })).toBe('fr'),
)

const languageOf = (headers: Record<string, string>) => requestLanguage(new Headers(headers))

async function request(uid: string, languages: string): Promise<void> {
  await database()
    .insert(interactions)
    .values({
      uid,
      clientId: 'client',
      tppId: 'PSDDK-DFSA-1',
      redirectUri: 'https://app.example/back',
      languages,
      arrivedAt: AT,
      requestEndsAt: new Date(AT.getTime() + 600_000),
    })
}
