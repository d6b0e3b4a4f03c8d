import { eq } from 'drizzle-orm'
import { afterEach, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { sessions } from '@/db/schema/sessions'
import { Browser } from '@/e2e/fixtures/browser'
import { activate, givenCode, givenCustomer, signIn } from '@/e2e/fixtures/given-passkey'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { type SoftAuthenticator, UP } from '@/e2e/fixtures/soft-authenticator'
import { waitingForLocks } from '@/e2e/fixtures/waiting-for-locks'
import { now } from '@/lib/clock'
import { removeAuthenticator } from '@/lib/sca/remove-authenticator'
import { type Customer, findCustomer, peekCustomer, requireCustomer } from './customer'
import { endOtherSession, endSession } from './end-session'
import { findSessions } from './find-sessions'
import { startSession } from './start-session'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)

afterEach(() => moveClock('0'))

test('no cookie, a made-up one and one that cannot be ours are nobody', async () => {
  const browser = new Browser().use()
  expect(await findCustomer()).toBeNull()
  for (const value of ['A'.repeat(43), "' or true --", '', 'x'.repeat(5000)]) {
    browser.jar.set('placet-session', value)
    expect(await findCustomer()).toBeNull()
    expect(await peekCustomer()).toBeNull()
  }
})

test('a stolen cookie is dead after sign-out', async () => {
  const { customer, browser } = await signedIn()
  const stolen = browser.session
  await end(customer, 'here')
  expect(browser.session).toBeUndefined()
  browser.jar.set('placet-session', stolen ?? '')
  expect(await findCustomer()).toBeNull()
})

test('signing in ends the session that this browser had before, whoever planted it (session fixation)', async () => {
  const { passkey, psuId } = await givenCustomer()
  const attacker = await signedIn()
  const victim = new Browser().use()
  victim.jar.set('placet-session', attacker.browser.session ?? '')
  await start(psuId, passkey)
  expect(victim.session).not.toBe(attacker.browser.session)
  expect((await findCustomer())?.psuId).toBe(psuId)
  attacker.browser.use()
  expect(await findCustomer()).toBeNull()
})

test('five idle minutes end a session on the server; each use gives five more (REG-SCA-05)', async () => {
  const { customer } = await signedIn()
  await moveClock('4 minutes 50 seconds')
  expect((await findCustomer())?.sessionId).toBe(customer.sessionId)
  await moveClock('9 minutes 40 seconds')
  expect(await findCustomer()).not.toBeNull()
  await moveClock('14 minutes 45 seconds')
  expect(await findCustomer()).toBeNull()
})

test('a peek does not make a session live longer', async () => {
  await signedIn()
  await moveClock('4 minutes 50 seconds')
  expect(await peekCustomer()).not.toBeNull()
  await moveClock('5 minutes 10 seconds')
  expect(await peekCustomer()).toBeNull()
  expect(await findCustomer()).toBeNull()
})

test('however busy, a session ends after twelve hours', async () => {
  await signedIn()
  await database()
    .update(sessions)
    .set({ authenticatedAt: new Date((await now()).getTime() - 43_201_000) })
  expect(await findCustomer()).toBeNull()
})

test('signing out here leaves the other browser, signing out everywhere leaves none, and nobody else notices', async () => {
  const { passkey, psuId, browser } = await signedIn()
  const other = new Browser().use()
  const second = await start(psuId, passkey)
  const stranger = await signedIn('Bert')
  other.use()
  await end(second, 'here')
  browser.use()
  const first = await findCustomer()
  expect(first?.psuId).toBe(psuId)
  other.use()
  const third = await start(psuId, passkey)
  expect(await findSessions(third)).toMatchObject([{ here: true }, { here: false }])
  await end(third, 'everywhere')
  for (const one of [other, browser]) {
    one.use()
    expect(await findCustomer()).toBeNull()
  }
  stranger.browser.use()
  expect((await findCustomer())?.psuId).toBe(stranger.psuId)
})

test('five failures inside a session end it (REG-SCA-04)', async () => {
  const { customer, psuId } = await signedIn()
  const strange = await givenCustomer('Bert')
  for (let attempt = 0; attempt < 4; attempt += 1)
    await expect(signIn(strange.passkey, { flags: UP }, customer.sessionId)).rejects.toThrow()
  expect((await peekCustomer())?.psuId).toBe(psuId)
  await expect(signIn(strange.passkey, { flags: UP }, customer.sessionId)).rejects.toThrow()
  expect(await peekCustomer()).toBeNull()
})

test('one other browser is signed out by itself; a stranger cannot, and what is over stays as it ended', async () => {
  const { customer, browser, passkey } = await signedIn()
  const other = new Browser().use()
  await start(customer.psuId, passkey)
  const there = await findCustomer()
  const stranger = await signedIn()
  const sessionId = there?.sessionId ?? ''
  const input = { sessionId, from: customer.sessionId, requestId: null, now: await now() }
  expect(await endOtherSession({ ...input, psuId: stranger.customer.psuId })).toEqual({ endedNow: false })
  other.use()
  expect(await findCustomer()).not.toBeNull()
  expect(await endOtherSession({ ...input, psuId: customer.psuId })).toEqual({ endedNow: true })
  expect(await endOtherSession({ ...input, psuId: customer.psuId })).toEqual({ endedNow: false })
  expect(await findCustomer()).toBeNull()
  browser.use()
  expect(await findCustomer()).toMatchObject({ sessionId: customer.sessionId })
  expect(await findSessions(customer)).toMatchObject([{ here: true, lastSeenAt: expect.any(Date) }])
})

test('removing a passkey signs out where it had signed in, but not here', async () => {
  const { psuId, passkey, browser } = await signedIn()
  const other = await activate(await givenCode(psuId, true))
  new Browser().use()
  const here = await start(psuId, other)
  const { credentialId } = passkey
  const { sessionId } = here
  await removeAuthenticator({ psuId, credentialId, sessionId, requestId: null, now: await now() })
  expect((await findCustomer())?.sessionId).toBe(sessionId)
  browser.use()
  expect(await findCustomer()).toBeNull()
})

test('a passkey whose removal is under way opens no session once it is gone', async () => {
  const { psuId, passkey } = await givenCustomer()
  const { credentialId } = passkey
  await activate(await givenCode(psuId))
  new Browser().use()
  const at = await now()
  const opening: Promise<void>[] = []
  await database().transaction(async (tx) => {
    await tx.select().from(psus).where(eq(psus.id, psuId)).for('update')
    await tx.delete(authenticators).where(eq(authenticators.credentialId, credentialId))
    const start = startSession({
      psuId,
      credentialId,
      interactionUid: null,
      userAgent: null,
      requestId: null,
      now: at,
    })
    start.catch(() => undefined)
    opening.push(start)
    await expect.poll(waitingForLocks).toBe(1)
  })
  await expect(opening[0]).rejects.toMatchObject({ code: 'sca_failed' })
  expect(await database().select().from(sessions).where(eq(sessions.psuId, psuId))).toEqual([])
})

test("neither somebody else's passkey nor one that is locked for good opens a session", async () => {
  const { psuId, passkey } = await givenCustomer()
  const stranger = await givenCustomer('Bert')
  new Browser().use()
  await expect(start(psuId, stranger.passkey)).rejects.toMatchObject({ code: 'sca_failed' })
  await database()
    .update(authenticators)
    .set({ lockedForGood: true })
    .where(eq(authenticators.credentialId, passkey.credentialId))
  await expect(start(psuId, passkey)).rejects.toMatchObject({ code: 'sca_failed' })
})

test('the list of browsers names no session that is over by age or because its customer is blocked', async () => {
  const { psuId, passkey, customer } = await signedIn()
  new Browser().use()
  const second = await start(psuId, passkey)
  await database()
    .update(sessions)
    .set({ authenticatedAt: new Date((await now()).getTime() - 43_201_000) })
    .where(eq(sessions.id, customer.sessionId))
  expect(await findSessions(second)).toMatchObject([{ id: second.sessionId }])
  await database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, psuId))
  expect(await findSessions(second)).toEqual([])
})

test('a customer who was blocked meanwhile is signed out', async () => {
  const { psuId } = await signedIn()
  await database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, psuId))
  expect(await findCustomer()).toBeNull()
})

test('a page without a session leads to the sign-in page and back, and nowhere else', async () => {
  const browser = new Browser().use()
  const target = async (path: string | null) => {
    if (path === null) browser.headers.delete('x-placet-path')
    else browser.headers.set('x-placet-path', path)
    return requireCustomer().then(
      () => null,
      (thrown: Error & { digest?: string }) => thrown.digest?.split(';')[2],
    )
  }
  expect(await target(null)).toBe('/sign-in')
  expect(await target('/permissions/1?day=2026-11-21')).toBe(
    '/sign-in?next=%2Fpermissions%2F1%3Fday%3D2026-11-21',
  )
  expect(await target('//evil.example')).toBe('/sign-in')
})

test('the cookie is for this host and the server alone, and the database keeps only its hash', async () => {
  const { browser, customer } = await signedIn()
  expect(browser.attributes.get('placet-session')).toEqual({
    httpOnly: true,
    secure: false,
    sameSite: 'lax',
    path: '/',
  })
  const [row] = await database().select().from(sessions).where(eq(sessions.id, customer.sessionId))
  expect(JSON.stringify(row)).not.toContain(browser.session)
  const events = await database().select().from(auditEvents).where(eq(auditEvents.psuId, customer.psuId))
  expect(events.map(({ type }) => type)).toContain('psu.signed-in')
})

test('on https the cookie takes its prefix and Secure', async () => {
  vi.resetModules()
  vi.stubEnv('PUBLIC_ORIGIN', 'https://bank.example')
  const { SESSION_COOKIE, writeSessionToken } = await import('./session-cookie')
  const browser = new Browser().use()
  await writeSessionToken('token')
  expect(SESSION_COOKIE).toBe('__Host-placet-session')
  expect(browser.attributes.get(SESSION_COOKIE)).toMatchObject({ secure: true, path: '/', httpOnly: true })
  vi.unstubAllEnvs()
})

async function signedIn(name?: string) {
  const { psuId, passkey } = await givenCustomer(name)
  const browser = new Browser().use()
  return { psuId, passkey, browser, customer: await start(psuId, passkey) }
}

async function start(psuId: string, { credentialId }: SoftAuthenticator): Promise<Customer> {
  await startSession({
    psuId,
    credentialId,
    interactionUid: null,
    userAgent: 'Firefox/1',
    requestId: null,
    now: await now(),
  })
  const customer = await peekCustomer()
  if (!customer) throw new Error('The session did not start')
  return customer
}

const end = async ({ psuId, sessionId }: Customer, where: 'here' | 'everywhere') =>
  endSession({ psuId, sessionId, where, requestId: null, now: await now() })
