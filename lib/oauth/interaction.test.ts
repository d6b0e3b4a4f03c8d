import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { journeys } from '@/db/schema/measurements'
import { oauthRecords } from '@/db/schema/oauth-records'
import { tpps } from '@/db/schema/tpps'
import {
  browser,
  browserWith,
  decide,
  givenConsent,
  givenPsu,
  givenTpp,
  openPage,
  pendingOf,
  push,
  REDIRECT_URI,
  returnToTpp,
  type Tpp,
} from '@/e2e/fixtures/oauth-tpp'
import { env } from '@/lib/env'
import { findInteractionOf, finishInteractionOf, markDecided, prepareGrant } from './interaction'

let tpp: Tpp
beforeAll(async () => {
  tpp = await givenTpp()
})

async function givenPage(agent = browser()) {
  const pushed = await push(tpp, { scope: `AIS:${await givenConsent(tpp.org)}`, ui_locales: 'da' })
  return { ...pushed, agent, uid: await openPage(agent, pushed.url) }
}
const find = (uid: string, cookie: string, now = new Date()) => findInteractionOf({ uid, now, cookie })
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000)

test('another browser, a forged cookie and an unknown address learn nothing of a request that waits', async () => {
  const { agent, uid } = await givenPage()
  const other = await givenPage()
  const unsigned = agent.cookie().replace(/; [^;]*\.sig=[^;]*/g, '')
  for (const [id, cookie] of [
    [uid, ''],
    [uid, other.agent.cookie()],
    [uid, unsigned],
    ['x'.repeat(43), agent.cookie()],
  ] as const) {
    const found = await find(id, cookie)
    expect(found).toEqual({
      ended: expect.objectContaining({ reason: 'unknown', clientId: null, backTo: null }),
    })
  }
})

test('the browser that opened it finds what the page needs', async () => {
  const { agent, uid, state } = await givenPage()
  expect(await pendingOf(agent, uid)).toMatchObject({
    uid,
    tppId: tpp.org,
    redirectUri: REDIRECT_URI,
    state,
    uiLocales: 'da',
    tpp: { name: tpp.brand },
  })
})

test('without the cookie of the browser that opened it nobody learns or finishes what was decided', async () => {
  const { agent, uid } = await givenPage()
  const other = await givenPage()
  await decide(agent, uid, 'allowed', await givenPsu())
  const unsigned = agent.cookie().replace(/; [^;]*\.sig=[^;]*/g, '')
  for (const cookie of ['', other.agent.cookie(), unsigned])
    expect(await finishInteractionOf({ uid, cookie })).toBeNull()
  const [journey] = await database().select().from(journeys).where(eq(journeys.id, uid))
  expect(journey).toMatchObject({ decidedAt: null })
})

test('a third party that was paused meanwhile is named with the way back, to the browser that asked alone', async () => {
  const own = await givenTpp()
  const { url, state } = await push(own, { scope: `AIS:${await givenConsent(own.org)}` })
  const agent = browser()
  const uid = await openPage(agent, url)
  await database().update(tpps).set({ status: 'paused' }).where(eq(tpps.id, own.org))
  const found = await find(uid, agent.cookie())
  expect(found).toMatchObject({ ended: { reason: 'paused', decision: null, brand: own.brand } })
  const back = new URL(('ended' in found && found.ended.backTo) || '')
  expect(back.origin + back.pathname).toBe(REDIRECT_URI)
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'access_denied', state })
  expect(await find(uid, '')).toMatchObject({ ended: { reason: 'unknown', brand: null, backTo: null } })
})

test('a request that ran out says so for a day, with the registered way back, and then is unknown', async () => {
  const { uid, agent, state } = await givenPage()
  const found = await find(uid, agent.cookie(), later(11))
  expect(found).toMatchObject({ ended: { reason: 'expired', clientId: tpp.org, brand: tpp.brand } })
  const back = new URL(('ended' in found && found.ended.backTo) || '')
  expect(back.origin + back.pathname).toBe(REDIRECT_URI)
  expect(Object.fromEntries(back.searchParams)).toEqual({
    error: 'access_denied',
    state,
    iss: env.PUBLIC_ORIGIN,
  })
  expect(await find(uid, agent.cookie(), later(10 + 24 * 60 + 1))).toMatchObject({
    ended: { reason: 'unknown' },
  })
})

test('two tabs that decide at once: the request is spent once', async () => {
  const one = await givenPage()
  const twoAgent = browser()
  const two = await openPage(twoAgent, one.url)
  const [pendingOne, pendingTwo] = [await pendingOf(one.agent, one.uid), await pendingOf(twoAgent, two)]
  const psuId = await givenPsu()
  const mark = (pending: typeof pendingOne) =>
    database().transaction((tx) => markDecided(tx, pending, 'refused', psuId, null, new Date()))
  const results = await Promise.allSettled([mark(pendingOne), mark(pendingTwo)])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'already_decided' },
  })
  // The tab that came too late shows the answer of the other one.
  for (const [uid, agent] of [
    [one.uid, one.agent],
    [two, twoAgent],
  ] as const)
    expect(await find(uid, agent.cookie())).toMatchObject({
      ended: { reason: 'answered', decision: 'refused' },
    })
})

test('a decision that comes after the time is over decides nothing', async () => {
  const { agent, uid } = await givenPage()
  const pending = await pendingOf(agent, uid)
  const late = database().transaction((tx) => markDecided(tx, pending, 'refused', null, null, later(11)))
  await expect(late).rejects.toMatchObject({ code: 'interaction_ended' })
  expect(await pendingOf(agent, uid)).toBeTruthy()
})

test('a decision that is rolled back leaves the request open', async () => {
  const { agent, uid } = await givenPage()
  const pending = await pendingOf(agent, uid)
  const work = database().transaction(async (tx) => {
    await markDecided(tx, pending, 'refused', null, null, new Date())
    throw new Error('the power went out')
  })
  await expect(work).rejects.toThrow('the power went out')
  expect(await finishInteractionOf({ uid, cookie: agent.cookie() })).toBeNull()
  expect(await pendingOf(agent, uid)).toBeTruthy()
})

test('a refusal goes back with access_denied, and again if the answer was lost on the way', async () => {
  const { agent, uid, state } = await givenPage()
  await decide(agent, uid, 'refused', await givenPsu())
  const cookies = agent.cookie()
  for (const asks of [agent, browserWith(cookies)]) {
    const back = await returnToTpp(asks, uid)
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'access_denied', state })
  }
})

test('finishing may be repeated before the browser goes back, and gives one code all the same', async () => {
  const { agent, uid } = await givenPage()
  await decide(agent, uid, 'allowed', await givenPsu())
  const cookies = agent.cookie()
  const once = await finishInteractionOf({ uid, cookie: cookies })
  expect(await finishInteractionOf({ uid, cookie: cookies })).toEqual(once)
  expect((await returnToTpp(agent, uid)).searchParams.get('code')).toBeTruthy()
  // The answer was lost on the way: the same browser with the same cookies asks again.
  const answer = await browserWith(cookies).go(once?.returnTo ?? '')
  expect(answer.headers.get('location') ?? '').not.toContain('code=')
})

test('two customers in one browser: no log-out page between them, and the first keeps what they allowed', async () => {
  const agent = browser()
  const grants: string[] = []
  for (let customer = 0; customer < 2; customer++) {
    const { uid } = await givenPage(agent)
    const { grantId } = await decide(agent, uid, 'allowed', await givenPsu())
    grants.push(grantId ?? '')
    expect((await returnToTpp(agent, uid)).searchParams.get('code')).toBeTruthy()
  }
  const [first] = grants
  const rows = await database()
    .select()
    .from(oauthRecords)
    .where(eq(oauthRecords.grantId, first ?? ''))
  expect(rows.map(({ model }) => model).sort()).toEqual(['AuthorizationCode', 'Grant'])
})

test('prompt=none is told that the customer must sign in', async () => {
  const { url } = await push(tpp, { scope: 'openid', prompt: 'none' })
  const answer = await browser().go(url)
  expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe('login_required')
})

test('a grant that no decision adopts ends within minutes, an adopted one with its consent', async () => {
  const { agent, uid } = await givenPage()
  const psuId = await givenPsu()
  const unused = await prepareGrant(await pendingOf(agent, uid), psuId)
  const { grantId } = await decide(agent, uid, 'allowed', psuId)
  const endOf = async (id: string | null) =>
    (
      await database()
        .select()
        .from(oauthRecords)
        .where(eq(oauthRecords.grantId, id ?? ''))
    )[0]?.expiresAt
  expect((await endOf(unused.grantId))?.getTime()).toBeLessThan(later(16).getTime())
  expect((await endOf(grantId))?.getTime()).toBeGreaterThan(later(29 * 24 * 60).getTime())
})

test('a journey has its times: arrived, decided, code', async () => {
  const { agent, uid } = await givenPage()
  await decide(agent, uid, 'allowed', await givenPsu())
  await returnToTpp(agent, uid)
  await expect
    .poll(async () => (await database().select().from(journeys).where(eq(journeys.id, uid)))[0])
    .toMatchObject({
      tppId: tpp.org,
      arrivedAt: expect.any(Date),
      decidedAt: expect.any(Date),
      codeAt: expect.any(Date),
      outcome: 'allowed',
    })
})
