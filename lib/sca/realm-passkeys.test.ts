import { eq } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { POST as remove } from '@/app/staff/security/passkeys/[passkeyId]/remove/route'
import { POST as endSession } from '@/app/staff/security/sessions/[sessionId]/end/route'
import { database } from '@/db/connection'
import { staffPasskeys, staffSessions } from '@/db/schema/staff'
import { Browser } from '@/e2e/fixtures/browser'
import { givenEnrolled, signInAsStaff } from '@/e2e/fixtures/given-staff'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { SoftAuthenticator } from '@/e2e/fixtures/soft-authenticator'
import { now } from '@/lib/clock'
import { DEVELOPER_REALM } from '@/lib/developers/developer-realm'
import { findColleagueHere } from '@/lib/session/colleague'
import { findStaffSessions, startStaffSession } from '@/lib/session/start-staff-session'
import { STAFF_REALM } from '@/lib/staff/staff-realm'
import { enrolInRealm, startRealmEnrolment } from './enrol-in-realm'
import { findRealmPasskeys, removeRealmPasskey, renameRealmPasskey } from './realm-passkeys'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36'

/** A colleague in a browser of their own. */
async function signedIn(as?: { staffId: string; credentialId: string }) {
  const { staffId, credentialId } = as ?? (await givenEnrolled('read'))
  const browser = new Browser().use()
  await startStaffSession({ staffId, credentialId, userAgent: CHROME, requestId: null, now: await now() })
  const { sessionId = '' } = (await findColleagueHere()) ?? {}
  return { staffId, credentialId, browser, sessionId }
}

async function add(holder: { staffId: string; sessionId: string }, by = holder, realm = STAFF_REALM) {
  const { staffId: holderId, sessionId } = holder
  const { challengeId, options } = await startRealmEnrolment(STAFF_REALM, {
    holderId,
    sessionId,
    name: 'Staff: Ulla Friis',
    now: await now(),
  })
  const passkey = new SoftAuthenticator()
  await enrolInRealm(realm, {
    holderId: by.staffId,
    sessionId: by.sessionId,
    challengeId,
    response: passkey.create(options),
    userAgent: CHROME,
    requestId: null,
    now: await now(),
  })
  return passkey
}

const shown = async (holderId: string) => findRealmPasskeys(STAFF_REALM, { holderId, now: await now() })
const post = () =>
  new Request('http://whatever.example/staff', {
    method: 'POST',
    body: '',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://localhost:3000',
      'sec-fetch-site': 'same-origin',
    },
  })
const answerOf = async (handler: typeof remove, params: Record<string, string>) =>
  (await handler(post(), { params: Promise.resolve(params) })).headers.get('location')

test("a further passkey is of the session that asked: no other's, of no other colleague, of no other realm", async () => {
  const mine = await signedIn()
  const sameColleague = await signedIn(mine)
  const other = await signedIn()
  const spent = { code: 'challenge_spent' }
  await expect(add(mine, sameColleague)).rejects.toMatchObject(spent)
  await expect(add(mine, other)).rejects.toMatchObject(spent)
  await expect(add(mine, mine, DEVELOPER_REALM)).rejects.toMatchObject(spent)
  expect(await shown(mine.staffId)).toHaveLength(1)
  const passkey = await add(mine)
  expect(await signInAsStaff(passkey)).toMatchObject({ staffId: mine.staffId })
  expect(await shown(mine.staffId)).toMatchObject([{ removable: true }, { name: 'Chrome (Linux)' }])
})

test("nobody names or removes another's passkey, and the last one that works stays", async () => {
  const mine = await signedIn()
  const other = await signedIn()
  const [own] = await shown(mine.staffId)
  const id = own?.id ?? ''
  const change = { id, requestId: null, now: await now() }
  const unknown = { code: 'authenticator_unknown' }
  const { staffId: holderId, sessionId } = other
  await expect(renameRealmPasskey(STAFF_REALM, { ...change, holderId, name: 'x' })).rejects.toMatchObject(
    unknown,
  )
  await expect(removeRealmPasskey(STAFF_REALM, { ...change, holderId, sessionId })).rejects.toMatchObject(
    unknown,
  )
  const last = { code: 'last_authenticator' }
  const removeOwn = () => removeRealmPasskey(STAFF_REALM, { ...change, ...mine, holderId: mine.staffId })
  await expect(removeOwn()).rejects.toMatchObject(last)
  const passkey = await add(mine)
  await database()
    .update(staffPasskeys)
    .set({ lockedForGood: true })
    .where(eq(staffPasskeys.credentialId, passkey.credentialId))
  await expect(removeOwn()).rejects.toMatchObject(last)
  await renameRealmPasskey(STAFF_REALM, { ...change, holderId: mine.staffId, name: 'Désk' })
  expect((await shown(mine.staffId))[0]?.name).toBe('Désk')
})

test('of two removals at once one is refused; what the removed one signed in elsewhere is out', async () => {
  const mine = await signedIn()
  const passkey = await add(mine)
  const elsewhere = await signedIn({ staffId: mine.staffId, credentialId: passkey.credentialId })
  const [first, second] = await shown(mine.staffId)
  const removal = async (id = '') =>
    removeRealmPasskey(STAFF_REALM, {
      id,
      holderId: mine.staffId,
      sessionId: mine.sessionId,
      requestId: null,
      now: await now(),
    })
  const done = await Promise.allSettled([removal(first?.id), removal(second?.id)])
  expect(done.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await shown(mine.staffId)).toHaveLength(1)
  if (done[1].status === 'fulfilled') {
    elsewhere.browser.use()
    expect(await findColleagueHere()).toBeNull()
  }
})

test('the handlers: nonsense is unknown, an old session shows its passkey once more, another realm is nobody', async () => {
  const mine = await signedIn()
  await add(mine)
  expect(await answerOf(remove, { passkeyId: "' or true --" })).toBe('/staff/security?problem=notConfirmed')
  const other = await signedIn()
  for (const sessionId of [mine.sessionId, "' or true --", ''])
    expect(await answerOf(endSession, { sessionId })).toBe('/staff/security?problem=notHere')
  mine.browser.use()
  expect(await findColleagueHere()).not.toBeNull()
  const again = await signedIn(mine)
  expect(await answerOf(endSession, { sessionId: mine.sessionId })).toBe('/staff/security?done=ended')
  mine.browser.use()
  expect(await findColleagueHere()).toBeNull()
  again.browser.use()
  await moveClock('6 minutes')
  const [first] = await shown(mine.staffId)
  expect(await answerOf(remove, { passkeyId: first?.id ?? '' })).toMatch(/^\/staff\/sign-in\?.*again=/)
  await moveClock('0')
  const stranger = new Browser().use()
  stranger.jar.set('placet-session', other.browser.jar.get('placet-staff') ?? '')
  stranger.jar.set('placet-developer', other.browser.jar.get('placet-staff') ?? '')
  expect(await answerOf(remove, { passkeyId: first?.id ?? '' })).toBe('/staff/sign-in')
})

test('where somebody is signed in is shown with this browser first, and nothing of others', async () => {
  const mine = await signedIn()
  const again = await signedIn(mine)
  await signedIn()
  expect(await findStaffSessions(again)).toMatchObject([
    { id: again.sessionId, here: true, browser: 'Chrome (Linux)' },
    { id: mine.sessionId, here: false },
  ])
  await database()
    .update(staffSessions)
    .set({ endedAt: await now() })
    .where(eq(staffSessions.id, mine.sessionId))
  expect(await findStaffSessions(again)).toHaveLength(1)
})
