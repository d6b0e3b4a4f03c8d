import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { saldoApp } from './app'
import type { Config } from './config'
import { signInDesk } from './sign-in'
import { type Connection, NOTHING_HELD, openStore } from './store'

const ORIGIN = 'http://127.0.0.1:4000'
const PASSWORD = 'three words will do'
const OWN_PAGES = ['/accounts', '/callback?state=state-of-ada&code=1']
const OWN_DEEDS = ['/connect', '/refresh', '/background', '/disconnect', '/forget']
const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

test('who has not signed in reaches nothing that is somebody’s, whatever cookie they show', async () => {
  const { store, visitor, ada } = await givenAda()
  for (const cookie of ['', 'saldo-4000=', 'saldo-4000=guess', 'saldo-4000=undefined'])
    for (const path of [...OWN_PAGES, ...OWN_DEEDS]) {
      const { status, location, text } = await visitor(cookie).go(
        path,
        OWN_DEEDS.includes(path) ? {} : undefined,
      )
      expect([303, 400], path).toContain(status)
      expect(location ?? '/', path).toBe('/')
      expect(text).not.toContain('Ada')
    }
  expect(store.find(ada.id)).toEqual(ADAS)
})

test('a user sees and touches only what is their own', async () => {
  const { store, visitor, ada } = await givenAda()
  const ben = visitor()
  await ben.signUp('Ben')
  expect((await ben.go('/accounts')).location).toBe('/')
  expect((await ben.go('/')).text).not.toMatch(/Open your money|Ada/)
  // None of these may even ask the bank: it would throw here.
  for (const path of ['/refresh', '/background', '/disconnect'])
    expect((await ben.go(path, {})).status, path).toBe(303)
  const { id = '' } = store.findUserByName('Ben') ?? {}
  const asking = { consentId: 'of-ben', state: 'state-of-ben', codeVerifier: 'verifier-of-ben' }
  store.save(id, { ...NOTHING_HELD, asking })
  const stray = await ben.go('/callback?state=state-of-ada&code=1')
  expect([stray.status, stray.text]).toEqual([400, expect.stringContaining('does not belong here')])
  expect(store.find(id).asking).toEqual(asking)
  expect((await ben.go('/forget', {})).location).toBe('/?deleted')
  expect(store.find(ada.id)).toEqual(ADAS)
})

test('a session is a cookie of our own that no script reads, new at each sign-in, and dead after signing out', async () => {
  const { visitor } = await givenAda()
  const ada = visitor()
  const { cookies } = await ada.signIn('Ada')
  expect(cookies).toMatch(/^saldo-4000=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
  const first = ada.cookie()
  expect((await ada.go('/accounts')).text).toContain('Household')
  await ada.signIn('Ada')
  expect(ada.cookie()).not.toBe(first)
  expect((await visitor(first).go('/accounts')).location).toBe('/')
  const second = ada.cookie()
  await ada.go('/sign-out', {})
  expect((await visitor(second).go('/accounts')).location).toBe('/')
})

test('signing up refuses short passwords, names that are taken however they are written, and other sites', async () => {
  const { visitor, app } = await givenAda()
  const refused = async (form: Record<string, string>) => (await visitor().go('/sign-up', form)).text
  expect(await refused({ name: 'Cleo', password: 'eleven char' })).toContain('at least 12 characters')
  expect(await refused({ name: '  ', password: PASSWORD })).toContain('what to call you')
  expect(await refused({ name: 'Cleo' })).toContain('fill in both')
  for (const name of ['Ada', 'ada', ' ADA ', 'Ａda'])
    expect(await refused({ name, password: PASSWORD }), name).toContain('has this name already')
  const headers = { origin: 'http://localhost:3000', 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ name: 'Cleo', password: PASSWORD })
  expect((await app.request(`${ORIGIN}/sign-up`, { method: 'POST', headers, body })).status).toBe(403)
  expect(await refused({ name: '<b>', password: 'short' })).toContain('&lt;b&gt;')
})

test('a wrong password and an unknown name read alike, and guesses run out for a while', async () => {
  const { store, visitor } = await givenAda()
  const wrong = await visitor().signIn('Ada', 'not the password')
  const unknown = await visitor().signIn('Zoe', 'not the password')
  expect([wrong.status, unknown.status]).toEqual([400, 400])
  expect(wrong.text.replace('Ada', 'Zoe')).toBe(unknown.text)

  const desk = signInDesk(store)
  const at = new Date('2026-11-21T10:00:00Z')
  const guess = (password: string, now = at) => desk.signIn({ name: 'Ada', password }, now)
  const faults = await Promise.all(Array.from({ length: 12 }, () => guess('a wrong guess')))
  expect(faults.filter(({ fault }) => fault?.startsWith('Too many'))).toHaveLength(2)
  expect((await guess(PASSWORD)).fault).toMatch(/^Too many/)
  expect((await guess(PASSWORD, new Date(at.getTime() + 16 * 60_000))).user?.name).toBe('Ada')
})

test('a restart loses nobody; the file is its owner’s alone and holds no password and no cookie', async () => {
  const { home, visitor } = await givenAda()
  const ada = visitor()
  await ada.signIn('Ada')
  const again = saldo(openStore(home)).visitor(ada.cookie())
  expect((await again.go('/accounts')).text).toContain('Household')
  const file = join(home, 'users.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const written = readFileSync(file, 'utf8')
  expect(written).not.toContain(PASSWORD)
  expect(written).not.toContain(ada.cookie().split('=')[1])
})

test('who leaves is forgotten with everything, also when an answer of the bank comes afterwards', async () => {
  const { store, visitor } = await givenAda()
  const ben = visitor()
  await ben.signUp('Ben')
  const user = store.findUserByName('ben')
  if (!user) throw new Error('Ben did not sign up')
  const cookie = ben.cookie()
  await ben.go('/forget', {})
  store.save(user.id, ADAS)
  expect(store.find(user.id)).toEqual(NOTHING_HELD)
  expect((await visitor(cookie).go('/')).text).toContain('Create account')
  expect((await visitor().signIn('Ben')).status).toBe(400)
})

/** What Node's server tells of the other end. */
const CONNECTED = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }

const CONNECTION: Connection = {
  consentId: 'consent-of-ada',
  validUntil: '2027-05-01',
  tokens: { access: 'access-of-ada', accessUntil: '2026-11-21T10:00:00Z', refresh: 'refresh-of-ada' },
  waiting: false,
  ended: null,
  snapshot: {
    readAt: '2026-11-21T10:00:00Z',
    attended: true,
    accounts: [{ id: '1', name: 'Household', iban: null, currency: 'EUR', balance: null }],
    payments: [],
  },
}
const ADAS = {
  ...NOTHING_HELD,
  connection: CONNECTION,
  asking: { consentId: 'next-of-ada', state: 'state-of-ada', codeVerifier: 'verifier-of-ada' },
}

/** Ada has an account, a connection, and a question at the bank. */
async function givenAda() {
  const home = mkdtempSync(join(tmpdir(), 'saldo-users-'))
  folders.push(home)
  const store = openStore(home)
  const given = saldo(store)
  await given.visitor().signUp('Ada')
  const ada = store.findUserByName('Ada')
  if (!ada) throw new Error('Ada did not sign up')
  store.save(ada.id, ADAS)
  return { ...given, home, store, ada }
}

function saldo(store: ReturnType<typeof openStore>) {
  const config: Config = {
    port: 4000,
    host: '127.0.0.1',
    origin: ORIGIN,
    notificationOrigin: null,
    home: '',
    brand: 'Saldo',
    theme: 'apricot',
    timeZone: 'UTC',
    bank: { name: 'Nordhavn Bank', issuer: 'http://localhost:3000', xs2a: 'https://localhost:3443/xs2a' },
    bankCa: '',
    signing: { origin: 'http://127.0.0.1:4001', secret: '' },
  }
  const bank = { open: () => Promise.reject(new Error('The bank was asked')) }
  const app = saldoApp({ config, bank, store })
  /** A browser; a form makes it a POST of our own page. */
  const visitor = (cookie = '') => {
    let jar = cookie
    const go = async (path: string, form?: Record<string, string>) => {
      const body = form && new URLSearchParams(form)
      const init = { method: form ? 'POST' : 'GET', headers: { cookie: jar, origin: ORIGIN }, body }
      const answer = await app.request(`${ORIGIN}${path}`, init, CONNECTED)
      const cookies = answer.headers.get('set-cookie') ?? ''
      if (cookies) jar = cookies.split(';')[0] ?? ''
      const { status, headers } = answer
      return { status, cookies, location: headers.get('location'), text: await answer.text() }
    }
    return {
      go,
      cookie: () => jar,
      signUp: (name: string) => go('/sign-up', { name, password: PASSWORD }),
      signIn: (name: string, password = PASSWORD) => go('/sign-in', { name, password }),
    }
  }
  return { app, visitor }
}
