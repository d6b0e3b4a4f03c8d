import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { POST as keep } from '@/app/interaction/[uid]/keep/route'
import { POST as chooseLanguage } from '@/app/interaction/[uid]/language/route'
import { readKeptChoice } from '@/app/kept-choice'
import { Browser } from '@/e2e/fixtures/browser'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)

const ids = [randomUUID(), randomUUID()]
const send = (fields: string[][], origin = 'http://localhost:3000') =>
  keep(
    new Request('http://whatever.example/', {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
    }),
    { params: Promise.resolve({ uid: 'one' }) },
  )
const ticked = (accountIds: readonly string[]) => accountIds.map((id) => ['accountIds', id])

test('what is no account, or comes from another site, is not kept', async () => {
  new Browser().use()
  await send(ticked(['everyday']))
  await send([...ticked(ids), ['psuId', 'anna']])
  expect((await send(ticked(ids), 'https://evil.example')).status).toBe(403)
  expect(await readKeptChoice('one')).toBeNull()
})

test('what was ticked is kept for this request, in this browser, out of reach of scripts', async () => {
  const browser = new Browser().use()
  const answer = await send(ticked(ids))
  expect(answer.headers.get('location')).toBe('/interaction/one')
  expect((await readKeptChoice('one'))?.accountIds).toEqual(ids)
  expect(await readKeptChoice('two')).toBeNull()
  expect(browser.attributes.get('placet-choice')).toMatchObject({
    httpOnly: true,
    sameSite: 'lax',
    maxAge: 600,
  })
  new Browser().use()
  expect(await readKeptChoice('one')).toBeNull()
})

test('nothing ticked is kept too, and as many as may be ticked fit into a cookie that every browser keeps', async () => {
  const browser = new Browser().use()
  await send([])
  expect(await readKeptChoice('one')).toEqual({ accountIds: [], balancesHidden: false })
  const many = Array.from({ length: 100 }, () => randomUUID())
  await send(ticked(many))
  expect((await readKeptChoice('one'))?.accountIds).toEqual(many)
  expect(browser.jar.get('placet-choice')?.length).toBeLessThan(3_000)
})

test('a search among many leads to its own address, keeps the ticks, and that balances are hidden', async () => {
  new Browser().use()
  const answer = await send([...ticked(ids), ['find', ' savings & co '], ['balances', 'hidden']])
  expect(answer.headers.get('location')).toBe('/interaction/one?find=savings+%26+co#accounts')
  expect(await readKeptChoice('one')).toEqual({ accountIds: ids, balancesHidden: true })
  const all = await send([...ticked(ids), ['find', 'savings'], ['all', 'yes']])
  expect(all.headers.get('location')).toBe('/interaction/one#accounts')
  expect(await readKeptChoice('one')).toEqual({ accountIds: ids, balancesHidden: false })
})

test('another language keeps what was ticked, and refuses what is none', async () => {
  const browser = new Browser().use()
  const choose = (fields: string[][]) =>
    chooseLanguage(
      new Request('http://whatever.example/', {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost:3000' },
      }),
      { params: Promise.resolve({ uid: 'one' }) },
    )
  await choose([...ticked(ids), ['language', 'tlh']])
  expect(await readKeptChoice('one')).toBeNull()
  const answer = await choose([...ticked(ids), ['shown', 'a'.repeat(43)], ['language', 'de']])
  expect(answer.headers.get('location')).toBe('/interaction/one')
  expect((await readKeptChoice('one'))?.accountIds).toEqual(ids)
  expect([...browser.attributes.keys()].join()).toContain('language')
})
