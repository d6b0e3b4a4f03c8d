import { createPublicKey, verify as isSignedBy, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, expect, test, vi } from 'vitest'
import * as trust from '@/e2e/fixtures/trust-service'
import { explainFailure } from '../explain-failure'
import { signingServerAt } from '../signing-client'
import { openSigningServer } from './open-signing-server'

const DAY_MS = 86_400_000
const INSTITUTION = 'PSDNL-DNB-X1234'
const folders: string[] = []
const open: { close(): Promise<void> }[] = []
afterAll(async () => {
  for (const server of open) await server.close()
  for (const folder of folders) rmSync(folder, { recursive: true })
})

test('without its secret nothing is served, signed, ordered or revoked', async () => {
  const { origin, secret } = await signer()
  const paths = ['/certificates', '/certificates/web', '/certificates/eseal', '/jwks', '/nothing']
  const deeds = ['/seals', '/assertions', '/renewals', '/revocations']
  const wrong = [
    undefined,
    '',
    'Bearer ',
    `Bearer ${secret}x`,
    `Bearer ${secret.slice(1)}`,
    `Basic ${secret}`,
  ]
  for (const authorization of wrong) {
    const headers = authorization === undefined ? undefined : { authorization }
    for (const path of paths) expect((await fetch(`${origin}${path}`, { headers })).status, path).toBe(401)
    for (const path of deeds)
      expect((await fetch(`${origin}${path}`, { method: 'POST', headers, body: '{}' })).status, path).toBe(
        401,
      )
  }
})

test('it orders a pair by request, with keys of its own that nobody else can read, and hands out but one', async () => {
  const { ask, home } = await signer()
  const web = (await ask('/certificates/web')).json
  const eseal = (await ask('/certificates/eseal')).json
  const [qwac, qsealc] = [new X509Certificate(web.certificate), new X509Certificate(eseal.certificate)]
  for (const [name, { certificate }] of Object.entries({ web, eseal }))
    writeFileSync(join(trust.home, name), certificate)
  await trust.fetchLists()
  expect(await trust.verify('web')).toContain('OK')
  expect(await trust.verify('eseal')).toContain('OK')
  expect(qwac.checkHost('localhost')).toBe('localhost')
  expect(qwac.publicKey.asymmetricKeyType).toBe('ec')
  expect(qsealc.publicKey.asymmetricKeyType).toBe('rsa')
  expect(createPublicKey(web.key).equals(qwac.publicKey)).toBe(true)
  expect(eseal).not.toHaveProperty('key')
  expect((await ask('/certificates')).text).not.toContain('PRIVATE KEY')
  expect(Object.keys((await ask('/jwks')).json.keys[0])).not.toContain('d')
  expect(statSync(join(home, 'keys.json')).mode & 0o777).toBe(0o600)
  expect(statSync(join(home, 'secret')).mode & 0o777).toBe(0o600)
})

test('it seals with the certificate that is named, and with no other key', async () => {
  const { ask } = await signer()
  const { serial, certificate } = (await ask('/certificates/eseal')).json
  const text = 'digest: SHA-256=…\nx-request-id: 1'
  const { signature } = (await ask('/seals', { serial, text })).json
  const { publicKey } = new X509Certificate(certificate)
  expect(isSignedBy('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64'))).toBe(true)
  const web = (await ask('/certificates/web')).json
  expect((await ask('/seals', { serial: web.serial, text })).status).toBe(404)
  expect((await ask('/seals', { serial: 'ff', text })).status).toBe(404)
  expect((await ask('/seals', { serial })).status).toBe(400)
})

test('an assertion names the client to one audience for a minute, under the published key', async () => {
  const { ask } = await signer()
  const asked = { clientId: INSTITUTION, audience: 'http://localhost:3000' }
  const { assertion } = (await ask('/assertions', asked)).json
  const keys = createLocalJWKSet((await ask('/jwks')).json)
  const { payload } = await jwtVerify(assertion, keys, { audience: asked.audience, algorithms: ['ES256'] })
  expect(payload).toMatchObject({ iss: INSTITUTION, sub: INSTITUTION })
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60)
  expect((await ask('/assertions', { ...asked, sub: 'another' })).status).toBe(400)
})

test('renewed by a request under a new key; the old is good beside it until it is revoked, and then it is not', async () => {
  const { ask } = await signer()
  const before = (await ask('/certificates/eseal')).json
  expect((await ask('/revocations', { serial: before.serial })).json).toMatchObject({ error: 'in_use' })
  const renewed = await ask('/renewals', {})
  expect(renewed.status).toBe(201)
  const after = (await ask('/certificates/eseal')).json
  expect(after.serial).not.toBe(before.serial)
  const [old, fresh] = [new X509Certificate(before.certificate), new X509Certificate(after.certificate)]
  expect(fresh.publicKey.equals(old.publicKey)).toBe(false)
  expect(fresh.subject).toBe(old.subject)

  writeFileSync(join(trust.home, 'old'), before.certificate)
  expect(await trust.ocsp('old')).toContain('old: good')
  const text = 'x-request-id: 1'
  expect((await ask('/seals', { serial: before.serial, text })).status).toBe(200)
  expect((await ask('/revocations', { serial: before.serial })).json).toEqual({ revoked: before.serial })
  expect(await trust.ocsp('old')).toContain('old: revoked')
  expect((await ask('/seals', { serial: before.serial, text })).status).toBe(409)
  expect((await ask('/seals', { serial: after.serial, text })).status).toBe(200)
})

test('it renews by itself thirty days before the end, and not sooner', async () => {
  let days = 0
  const { ask, look } = await signer({ now: () => new Date(Date.now() + days * DAY_MS) })
  const serials = async () =>
    Promise.all(['web', 'eseal'].map(async (use) => (await ask(`/certificates/${use}`)).json.serial))
  const first = await serials()
  days = 334
  await look()
  expect(await serials()).toEqual(first)
  days = 336
  await look()
  const second = await serials()
  for (const serial of first) expect(second).not.toContain(serial)
  expect((await ask('/certificates')).json.certificates).toHaveLength(4)
})

test('a threshold longer than a certificate lives renews at half its life, and not without end', async () => {
  let days = 0
  const now = () => new Date(Date.now() + days * DAY_MS)
  const { ask, look } = await signer({ now, renewBeforeDays: 3_650 })
  const count = async () => (await ask('/certificates')).json.certificates.length
  days = 182
  await look()
  expect(await count()).toBe(2)
  days = 184
  await look()
  expect(await count()).toBe(4)
})

test('what an authority revoked behind its back renews nothing: another pair is ordered', async () => {
  const { ask } = await signer()
  const { serial } = (await ask('/certificates/web')).json
  const revocation = { institution: INSTITUTION, serial, reason: 'authorisation-withdrawn' }
  const token = trust.bearer(trust.tokenFor('NL-DNB'))
  expect((await trust.post('/revocations', JSON.stringify(revocation), token)).status).toBe(200)
  expect((await ask('/renewals', {})).status).toBe(201)
  const web = (await ask('/certificates/web')).json
  writeFileSync(join(trust.home, 'again'), web.certificate)
  expect(await trust.ocsp('again')).toContain('again: good')
})

test('without a trust service it serves what it holds, also after a restart, and says so when it can renew nothing', async () => {
  const { ask, home } = await signer()
  const { serial } = (await ask('/certificates/web')).json
  const said = vi.spyOn(console, 'error').mockReturnValue()
  const alone = await signer({ home, trust: 'http://127.0.0.1:9' })
  expect((await alone.ask('/certificates/web')).json.serial).toBe(serial)
  expect((await alone.ask('/renewals', {})).status).toBe(502)
  expect((await alone.ask('/certificates/web')).json.serial).toBe(serial)
  expect(said).toHaveBeenCalled()
  said.mockRestore()
})

test('while it is silent Saldo says that the fault is its own, and not the bank’s', async () => {
  const silent = signingServerAt({ origin: 'http://127.0.0.1:9', secret: 'any' })
  const thrown = await silent.qwac().catch((error: unknown) => error)
  expect(thrown).toEqual(expect.objectContaining({ message: expect.stringContaining('Our signing server') }))
  expect(explainFailure(thrown, 'Nordhavn Bank').status).toBe(500)
})

async function signer({
  home,
  now,
  ...given
}: {
  home?: string
  now?: () => Date
  trust?: string
  renewBeforeDays?: number
} = {}) {
  const folder = home ?? mkdtempSync(join(tmpdir(), 'saldo-keys-'))
  if (!home) folders.push(folder)
  const config = {
    port: 0,
    home: folder,
    trust: trust.origin,
    institution: INSTITUTION,
    hosts: ['localhost'],
    renewBeforeDays: 30,
    checkMinutes: 60,
    ...given,
  }
  const server = await openSigningServer(config, now)
  open.push(server)
  const ask = async (path: string, body?: object) => {
    const answer = await fetch(`${server.origin}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${readFileSync(join(folder, 'secret'), 'utf8')}` },
      body: body && JSON.stringify(body),
    })
    const text = await answer.text()
    return { status: answer.status, text, json: JSON.parse(text) }
  }
  return { ...server, ask, home: folder }
}
