import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { interactions } from '@/db/schema/interactions'
import { chooseForRequest } from '@/lib/psu/asked-languages'
import { requestLanguage } from './request-language'

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
  await chooseForRequest('chosen', 'fr')
  expect(await languageOf({ cookie: 'language=de', 'x-placet-path': '/interaction/chosen' })).toBe('fr')
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
