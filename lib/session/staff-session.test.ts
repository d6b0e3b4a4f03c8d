import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { POST as approve } from '@/app/staff/third-parties/[tppId]/decisions/[decisionId]/approve/route'
import { POST as drop } from '@/app/staff/third-parties/[tppId]/decisions/[decisionId]/drop/route'
import { database } from '@/db/connection'
import { staff, staffSessions } from '@/db/schema/staff'
import { Browser } from '@/e2e/fixtures/browser'
import { givenTpp } from '@/e2e/fixtures/given-consent'
import { givenCustomer } from '@/e2e/fixtures/given-passkey'
import { givenEnrolled } from '@/e2e/fixtures/given-staff'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { now } from '@/lib/clock'
import type { StaffRole } from '@/lib/staff/roles'
import { proposeDecision } from '@/lib/tpp/propose-decision'
import { findColleagueHere, peekColleague, requireColleague, staffPath } from './colleague'
import { findCustomer } from './customer'
import { customerForm } from './customer-form'
import { staffForm } from './staff-form'
import { startSession } from './start-session'
import { endStaffSession, startStaffSession } from './start-staff-session'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)

afterEach(() => moveClock('0'))

const Nothing = z.strictObject({})
const post = (headers: Record<string, string> = {}) =>
  new Request('http://whatever.example/staff', {
    method: 'POST',
    body: '',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://localhost:3000',
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
  })
const CONTEXT = { params: Promise.resolve({}) }

async function signedIn(...roles: StaffRole[]) {
  const { staffId, credentialId } = await givenEnrolled(...roles)
  const browser = new Browser().use()
  await startStaffSession({ staffId, credentialId, userAgent: null, requestId: null, now: await now() })
  return { staffId, credentialId, browser, token: browser.jar.get('placet-staff') ?? '' }
}

test("a customer's cookie is nobody at the staff's door, under either name", async () => {
  const { psuId, passkey } = await givenCustomer()
  const browser = new Browser().use()
  const { credentialId } = passkey
  await startSession({
    psuId,
    credentialId,
    interactionUid: null,
    userAgent: null,
    requestId: null,
    now: await now(),
  })
  expect((await findCustomer())?.psuId).toBe(psuId)
  expect(await findColleagueHere()).toBeNull()
  browser.jar.set('placet-staff', browser.session ?? '')
  expect(await findColleagueHere()).toBeNull()
  expect(await peekColleague()).toBeNull()
  const use = vi.fn(async () => '/')
  const answer = await staffForm('third-parties.see', Nothing, use)(post(), CONTEXT)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/staff/sign-in'])
  expect(use).not.toHaveBeenCalled()
})

test("a cookie of staff is nobody at the customers' door, under either name", async () => {
  const { staffId, browser, token } = await signedIn('operate')
  expect((await findColleagueHere())?.staffId).toBe(staffId)
  expect(await findCustomer()).toBeNull()
  browser.jar.set('placet-session', token)
  expect(await findCustomer()).toBeNull()
  const use = vi.fn(async () => '/')
  const answer = await customerForm(Nothing, use)(post(), CONTEXT)
  expect(answer.headers.get('location')).toBe('/sign-in')
  expect(use).not.toHaveBeenCalled()
})

test.each([
  ['another origin', { origin: 'https://evil.example' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['no origin', { origin: '' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a sibling host', { 'sec-fetch-site': 'same-site' }],
])('a form of staff sent from %s does nothing', async (_what, headers) => {
  await signedIn('operate')
  const use = vi.fn(async () => '/')
  const answer = await staffForm('third-parties.propose', Nothing, use)(post(headers), CONTEXT)
  expect([answer.status, answer.headers.get('location')]).toEqual([403, null])
  expect(use).not.toHaveBeenCalled()
})

test.each([
  ['read', 'third-parties.propose'],
  ['read', 'third-parties.decide'],
  ['read', 'permissions.open'],
  ['read', 'reports.fetch'],
  ['operate', 'third-parties.decide'],
  ['approve', 'third-parties.propose'],
  ['audit', 'third-parties.propose'],
  ['audit', 'third-parties.decide'],
  ['audit', 'permissions.open'],
] as const)('%s alone may not do %s, by a form or on a page', async (role, action) => {
  await signedIn(role)
  const use = vi.fn(async () => '/')
  const answer = await staffForm(action, Nothing, use, { page: '/staff' })(post(), CONTEXT)
  expect(answer.headers.get('location')).toBe('/staff?problem=roleMissing')
  expect(use).not.toHaveBeenCalled()
  await expect(requireColleague(action)).rejects.toThrow(/NEXT_HTTP_ERROR_FALLBACK;404/)
})

test('without a session a page of staff leads to their own sign-in page', async () => {
  new Browser().use().headers.set('x-placet-path', '/staff/third-parties?q=a')
  await expect(requireColleague('third-parties.see')).rejects.toMatchObject({
    digest: expect.stringContaining('/staff/sign-in?next=%2Fstaff%2Fthird-parties%3Fq%3Da'),
  })
})

test.each([
  '//evil.example',
  'https://evil.example',
  '/',
  '/permissions',
  '/staffing',
  '/staff/..//evil.example',
])('signing in as staff never leads to %s', (path) => expect(staffPath(path)).toBe('/staff'))

test('signing in ends what this browser had before; signing out and blocking end it on the server', async () => {
  const planted = await signedIn('read')
  const { staffId, credentialId } = await givenEnrolled('read')
  await startStaffSession({ staffId, credentialId, userAgent: null, requestId: null, now: await now() })
  expect((await findColleagueHere())?.staffId).toBe(staffId)
  const mine = planted.browser.jar.get('placet-staff') ?? ''
  expect(mine).not.toBe(planted.token)
  planted.browser.jar.set('placet-staff', planted.token)
  expect(await findColleagueHere()).toBeNull()
  planted.browser.jar.set('placet-staff', mine)
  const { sessionId = '' } = (await findColleagueHere()) ?? {}
  await endStaffSession({ staffId, sessionId, where: 'here', requestId: null, now: await now() })
  expect(planted.browser.jar.has('placet-staff')).toBe(false)
  planted.browser.jar.set('placet-staff', mine)
  expect(await findColleagueHere()).toBeNull()
  const other = await signedIn('read')
  await database().update(staff).set({ status: 'blocked' }).where(eq(staff.id, other.staffId))
  expect(await findColleagueHere()).toBeNull()
})

test('the cookie of staff is out of reach for scripts and for links of other sites', async () => {
  const { browser } = await signedIn('read')
  expect(browser.attributes.get('placet-staff')).toMatchObject({
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
  })
})

test('fifteen idle minutes end a session, each use gives fifteen more, and eight hours end any', async () => {
  const { staffId } = await signedIn('read')
  await moveClock('14 minutes 50 seconds')
  expect((await findColleagueHere())?.staffId).toBe(staffId)
  await moveClock('29 minutes')
  expect(await peekColleague()).not.toBeNull()
  await moveClock('30 minutes')
  expect(await findColleagueHere()).toBeNull()
  await signedIn('read')
  const at = await now()
  await database()
    .update(staffSessions)
    .set({ authenticatedAt: new Date(at.getTime() - 28_801_000) })
  expect(await findColleagueHere()).toBeNull()
})

test('the handler that approves: nonsense is not here, and nobody approves their own with both roles', async () => {
  const tppId = await givenTpp('PSDNL-DNB-FORM')
  const answer = async (handler: typeof approve, decisionId: string) => {
    const context = { params: Promise.resolve({ tppId, decisionId }) }
    return (await handler(post(), context)).headers.get('location')
  }
  const { staffId } = await signedIn('operate', 'approve')
  for (const decisionId of ['nonsense', "' or true --", randomUUID()])
    for (const handler of [approve, drop])
      expect(await answer(handler, decisionId)).toBe(`/staff/third-parties/${tppId}?problem=notHere`)
  const { decisionId } = await proposeDecision({
    tppId,
    action: 'pause',
    ground: 'fraudulent-access',
    note: 'Reads at night.',
    tppText: 'Call us.',
    customersText: null,
    endsOn: null,
    staffId,
    requestId: null,
    now: await now(),
  })
  expect(await answer(approve, decisionId)).toBe(`/staff/third-parties/${tppId}?problem=ownProposal`)
  await signedIn('approve')
  expect(await answer(approve, decisionId)).toBe(`/staff/third-parties/${tppId}`)
  expect(await answer(approve, decisionId)).toBe(`/staff/third-parties/${tppId}?problem=alreadyDecided`)
})
