import { Agent, request } from 'node:http'
import { generateKeyPair } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assertion, proof } from '@/e2e/fixtures/oauth-raw'
import {
  allow,
  browser,
  givenConsent,
  givenTpp,
  openPage,
  push,
  REDIRECT_URI,
  type Tpp,
} from '@/e2e/fixtures/oauth-tpp'
import { twoServers } from './start-server'

// INV-04: two server processes on one database, and whatever arrives at once, each of these works at most once.

const ROUNDS = 50
const USES = 20
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const TIMEOUT = 120_000

const ports = twoServers('e2e/races/oauth-server.ts')
let tpp: Tpp
let keys: CryptoKeyPair
const agent = new Agent({ keepAlive: true, maxSockets: USES })

beforeAll(async () => {
  tpp = await givenTpp({ rotates_refresh_tokens: true })
  keys = await generateKeyPair('ES256')
})
afterAll(() => agent.destroy())

test(
  'one authorization code',
  async () => {
    await race(async () => {
      const way = await allow(tpp, { scope: `AIS:${await givenConsent(tpp.org)}` })
      const form = {
        grant_type: 'authorization_code',
        code: way.callback.searchParams.get('code') ?? '',
        code_verifier: way.verifier,
        redirect_uri: REDIRECT_URI,
      }
      return Promise.all(times(async () => tokenRequest(form)))
    })
  },
  TIMEOUT,
)

test(
  'one refresh token of a client that rotates',
  async () => {
    await race(async () => {
      const way = await allow(tpp, { scope: `AIS:${await givenConsent(tpp.org)}` })
      const code = await tokenRequest({
        grant_type: 'authorization_code',
        code: way.callback.searchParams.get('code') ?? '',
        code_verifier: way.verifier,
        redirect_uri: REDIRECT_URI,
      })
      const { body } = await send(ports[0] ?? 0, code)
      const form = { grant_type: 'refresh_token', refresh_token: JSON.parse(body).refresh_token }
      return Promise.all(times(async () => tokenRequest(form)))
    })
  },
  TIMEOUT,
)

test(
  'one request_uri, which the customer answers',
  async () => {
    await race(async () => {
      const { url } = await push(tpp, { scope: 'openid' })
      const pages: { uid: string; cookie: string }[] = []
      for (let page = 0; page < 4; page++) {
        const tab = browser()
        pages.push({ uid: await openPage(tab, url), cookie: tab.cookie() })
      }
      return times((use) => ({
        path: '/decide',
        headers: {},
        body: JSON.stringify(pages[use % pages.length]),
      }))
    })
  },
  TIMEOUT,
)

test(
  'one client assertion',
  async () => {
    await race(async () => {
      const body = new URLSearchParams({
        ...(await authentication()),
        response_type: 'code',
        redirect_uri: REDIRECT_URI,
        scope: 'openid',
        code_challenge: 'a'.repeat(43),
        code_challenge_method: 'S256',
      }).toString()
      return times(() => ({ path: '/oauth/par', headers: {}, body }))
    })
  },
  TIMEOUT,
)

test(
  'one DPoP proof',
  async () => {
    const way = await allow(tpp, { scope: 'openid' })
    const form = {
      grant_type: 'authorization_code',
      code: way.callback.searchParams.get('code') ?? '',
      code_verifier: way.verifier,
      redirect_uri: REDIRECT_URI,
    }
    const { body } = await send(ports[0] ?? 0, await tokenRequest(form))
    const token = String(JSON.parse(body).access_token)
    await race(async () => {
      const dpop = await proof(keys, { htm: 'GET', path: '/oauth/userinfo', token })
      const headers = { authorization: `DPoP ${token}`, dpop }
      return times(() => ({ path: '/oauth/userinfo', method: 'GET', headers, body: '' }))
    })
  },
  TIMEOUT,
)

/** Each round prepares twenty uses of one thing and sends them at once, every other one to the other process. */
async function race(prepare: () => Promise<Use[]>): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const uses = await prepare()
    const answers = await Promise.all(uses.map((use, index) => send(ports[index % ports.length] ?? 0, use)))
    const good = answers.filter(({ status }) => status < 300).length
    const broken = answers.filter(({ status }) => status >= 500)
    expect(broken).toEqual([])
    expect(good).toBeLessThanOrEqual(1)
  }
  // The control: used once, and by nobody else, the same thing works.
  const [use] = await prepare()
  if (!use) throw new Error('Nothing was prepared')
  expect(await send(ports[1] ?? 0, use)).toMatchObject({ status: expect.toBeOneOf([200, 201]) })
}

async function tokenRequest(form: Record<string, string>): Promise<Use> {
  const dpop = await proof(keys, {})
  const body = new URLSearchParams({ ...(await authentication()), ...form }).toString()
  return { path: '/oauth/token', headers: { dpop }, body }
}

async function authentication(): Promise<Record<string, string>> {
  return {
    client_id: tpp.org,
    client_assertion: await assertion(tpp),
    client_assertion_type: ASSERTION_TYPE,
  }
}

function times<T>(make: (use: number) => T): T[] {
  return Array.from({ length: USES }, (_, use) => make(use))
}

function send(port: number, { path, method = 'POST', headers, body }: Use) {
  const type = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
  const options = {
    host: '127.0.0.1',
    port,
    path,
    method,
    agent,
    headers: { ...(body ? type : {}), ...headers },
  }
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const req = request(options, (res) => {
      let text = ''
      res.on('data', (chunk) => {
        text += chunk
      })
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body: text }))
    })
    req.on('error', reject)
    req.end(body)
  })
}

type Use = { path: string; method?: string; headers: Record<string, string>; body: string }
