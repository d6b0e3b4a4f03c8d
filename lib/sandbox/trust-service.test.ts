import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openssl } from '@/e2e/fixtures/openssl'
import { tokenOf } from '@/lib/sandbox/authority-token'
import { serveTrustService } from '@/lib/sandbox/serve-trust-service'

/** The trust service as outsiders meet it, judged by the openssl program alone. */
const origin = await vi.hoisted(async () => {
  const { freePort } = await import('@/e2e/fixtures/free-port')
  process.env.SANDBOX_TRUST_ORIGIN = `http://127.0.0.1:${await freePort()}`
  return process.env.SANDBOX_TRUST_ORIGIN
})
const home = mkdtempSync(join(tmpdir(), 'placet-trust-'))
const folder = join(home, 'sandbox')
const SALDO = 'PSDNL-DNB-X1234'
const RECHNUNG = 'PSDDE-BAFIN-10/12-7'
let service: Awaited<ReturnType<typeof serveTrustService>>

beforeAll(async () => {
  service = await serveTrustService({ folder, origin })
  writeFileSync(join(home, 'root.pem'), readFileSync(join(folder, 'root.pem')))
  writeFileSync(join(home, 'issuing.pem'), readFileSync(join(folder, 'ca', 'issuing.pem')))
})
afterAll(async () => {
  await service.close()
  rmSync(home, { recursive: true })
})

describe('refused', () => {
  const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    post(path, JSON.stringify(body), headers)

  test.each([
    [
      'a role, a name or an authority of its own',
      { institution: SALDO, roles: ['PSP_PI'] },
      400,
      /roles|Unrecognized/,
    ],
    ['no institution', {}, 400, /institution/],
    [
      'one that is not in the register',
      { institution: 'PSDNL-DNB-NOBODY' },
      404,
      /GET \/register\/institutions/,
    ],
    [
      'one whose authorisation is withdrawn',
      { institution: 'PSDNL-DNB-PRACTICE-WITHDRAWN' },
      403,
      /NL-DNB must restore/,
    ],
    [
      'three certificates',
      { institution: SALDO, orders: [{ use: 'web' }, { use: 'web' }, { use: 'web' }] },
      400,
      /orders/,
    ],
    ['a host that is none', { institution: SALDO, hosts: ['a b'] }, 400, /hosts/],
    ['a request that is none', { institution: SALDO, orders: [{ use: 'web', csr: 'x' }] }, 400, /PKCS #10/],
  ])('an order that names %s', async (_, order, status, message) => {
    expect(await send('/certificates', order)).toMatchObject({
      status,
      json: { message: expect.stringMatching(message) },
    })
  })

  test('an order that is no JSON, none at all, or too long', async () => {
    expect(await post('/certificates', '{')).toMatchObject({ status: 400 })
    expect(await post('/certificates', '{}', { 'content-type': 'text/plain' })).toMatchObject({ status: 400 })
    expect(await post('/certificates', `"${'x'.repeat(40_000)}"`)).toMatchObject({
      status: 413,
      json: { error: 'too_large' },
    })
  })

  test.each([
    ['a short RSA key', ['-newkey', 'rsa:1024'], /RSA key of 2048/],
    [
      'an RSA key with a small exponent',
      ['-newkey', 'rsa:2048', '-pkeyopt', 'rsa_keygen_pubexp:3'],
      /exponent/,
    ],
    ['a curve that is not listed', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'], /./],
    ['SHA-1', ['-newkey', 'rsa:2048', '-sha1'], /SHA-256/],
  ])('a request with %s', async (_, options, message) => {
    const csr = await makeRequest('weak', ...options)
    const answer = await order(csr, SALDO)
    expect(answer).toMatchObject({ status: 400, json: { message: expect.stringMatching(message) } })
  })

  test('a request that another key has signed, and one with a changed byte', async () => {
    const csr = await makeRequest('whole', ...EC)
    const der = Buffer.from(csr.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64')
    der[der.length - 1] = (der.at(-1) ?? 0) ^ 1
    const armour = (bytes: Buffer) =>
      `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`
    expect(await order(armour(der), SALDO)).toMatchObject({ status: 400, json: { error: 'malformed' } })
    expect(await order(armour(Buffer.concat([der, Buffer.alloc(1)])), SALDO)).toMatchObject({ status: 400 })
    expect(await order(csr + csr, SALDO)).toMatchObject({ status: 400 })
  })

  test('the key of another holder, or for another use (THR-21)', async () => {
    const csr = await makeRequest('mine', ...EC)
    expect((await order(csr, SALDO)).status).toBe(201)
    expect(await order(csr, RECHNUNG)).toMatchObject({ status: 400, json: { error: 'key_refused' } })
    expect(await order(csr, SALDO, 'eseal')).toMatchObject({ status: 400, json: { error: 'key_refused' } })
  })

  test('a page of another site, and a name that leads here', async () => {
    expect((await post('/certificates', '{}', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const led = await new Promise((resolve) => {
      const { hostname, port } = new URL(origin)
      request({ hostname, port, headers: { host: 'rebound.example' } }, (res) =>
        resolve(res.resume().statusCode),
      ).end()
    })
    expect(led).toBe(421)
  })

  test('an authority without token, with a wrong one, and with one that names another', async () => {
    const path = `/register/institutions/${encodeURIComponent(SALDO)}/withdraw`
    const [head, mac] = tokenOf(folder, 'NL-DNB').split('.')
    for (const token of ['x', `${head}.x`, `DE-BAFIN.${mac}`, `XX-NCA.${mac}`])
      expect(await send(path, {}, bearer(token))).toMatchObject({
        status: 401,
        json: { error: 'proof_wrong' },
      })
    expect(await send(path, {})).toMatchObject({ status: 401, json: { error: 'proof_missing' } })
    expect(await send(path, {}, bearer(tokenOf(folder, 'operator')))).toMatchObject({ status: 403 })
  })

  test("an authority that acts on another's institution, in every way", async () => {
    const bafin = bearer(tokenOf(folder, 'DE-BAFIN'))
    const saldo = `/register/institutions/${encodeURIComponent(SALDO)}`
    const not = { status: 403, json: { error: 'not_yours' } }
    expect(await send(`${saldo}/withdraw`, {}, bafin)).toMatchObject(not)
    expect(await send(`${saldo}/restore`, {}, bafin)).toMatchObject(not)
    expect(await send('/revocations', { institution: SALDO, reason: 'role-removed' }, bafin)).toMatchObject(
      not,
    )
    const { serial } = await issued(SALDO)
    expect(
      await send('/revocations', { institution: RECHNUNG, serial, reason: 'role-removed' }, bafin),
    ).toMatchObject({ status: 404 })
    expect(
      await send('/revocations', { institution: RECHNUNG, reason: 'keyCompromise' }, bafin),
    ).toMatchObject({ status: 400 })
    expect((await get(`/certificates/${serial}`)).json).toMatchObject({ revokedAt: null })
  })

  test('a revocation that the key of the certificate has not signed, or signed for another, or long ago', async () => {
    const mine = await issued(SALDO)
    const other = await issued(RECHNUNG)
    const at = new Date().toISOString()
    const good = { act: 'revoke', serial: mine.serial, at, reason: 'superseded' }
    const wrong = { status: 401, json: { error: 'proof_wrong' } }
    expect(await send('/revocations', good)).toMatchObject({ status: 401, json: { error: 'proof_missing' } })
    expect(await prove('/revocations', good, other.key)).toMatchObject(wrong)
    expect(await prove('/revocations', good, mine.key, `${JSON.stringify(good)} `)).toMatchObject(wrong)
    const old = new Date(Date.now() - 600_000).toISOString()
    expect(await prove('/revocations', { ...good, at: old }, mine.key)).toMatchObject(wrong)
    expect(await prove('/revocations', { ...good, act: 'renew' }, mine.key)).toMatchObject({ status: 400 })
    expect(await prove('/revocations', { ...good, serial: 'ff' }, mine.key)).toMatchObject({ status: 404 })
    expect((await get(`/certificates/${mine.serial}`)).json).toMatchObject({ revokedAt: null })
  })

  test('a renewal of what was revoked', async () => {
    const mine = await issued(SALDO)
    const at = new Date().toISOString()
    await prove('/revocations', { act: 'revoke', serial: mine.serial, at, reason: 'superseded' }, mine.key)
    const csr = await makeRequest('again', ...EC)
    expect(await prove('/renewals', { act: 'renew', serial: mine.serial, at, csr }, mine.key)).toMatchObject({
      status: 409,
    })
  })

  test('a switch that anybody else turns', async () => {
    const put = (token: string) =>
      call('/switches', {
        method: 'PUT',
        headers: { ...JSON_TYPE, ...bearer(token) },
        body: '{"responder":"silent"}',
      })
    expect((await put(tokenOf(folder, 'NL-DNB'))).status).toBe(403)
    expect((await put('operator.x')).status).toBe(401)
  })

  test('an OCSP request that is none, that is too long, and one about a CA of others: unsigned, never an answer', async () => {
    const ask = async (body: Buffer) => {
      const answer = await fetch(`${origin}/ocsp`, {
        method: 'POST',
        body: new Uint8Array(body),
        headers: { 'content-type': 'application/ocsp-request' },
      })
      return Buffer.from(await answer.arrayBuffer()).toString('hex')
    }
    expect(await ask(Buffer.from('x'))).toBe('30030a0101')
    expect(await ask(Buffer.alloc(5000))).toBe('30030a0101')
    expect(await ask(Buffer.from('3080'.repeat(1000), 'hex'))).toBe('30030a0101')
    await openssl(
      home,
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'x.key',
      '-out',
      'x.pem',
      '-subj',
      '/CN=x',
    )
    await openssl(home, 'ocsp', '-issuer', 'x.pem', '-serial', '1', '-reqout', 'x.req')
    expect(await ask(readFileSync(join(home, 'x.req')))).toBe('30030a0106')
  })
})

describe('by the openssl program', () => {
  test('a certificate for its request verifies to the root, with the lists of both CAs', async () => {
    const csr = await makeRequest('qwac', ...EC)
    const answer = await order(csr, RECHNUNG, 'web', 'api.example.com')
    expect(answer.status).toBe(201)
    writeFileSync(join(home, 'qwac.pem'), answer.text)
    await fetchLists()
    expect(await verify('qwac.pem')).toContain('qwac.pem: OK')
    const text = await openssl(home, 'x509', '-in', 'qwac.pem', '-noout', '-text')
    for (const said of [
      'C = DE, O = Rechnung Sofort AG, organizationIdentifier = PSDDE-BAFIN-10/12-7',
      'DNS:api.example.com',
      `OCSP - URI:${origin}/ocsp`,
      `CA Issuers - URI:${origin}/ca/issuing.cer`,
      `URI:${origin}/crl/issuing.crl`,
    ])
      expect(text).toContain(said)
    const keys = [
      ['x509', '-in', 'qwac.pem', '-noout', '-pubkey'],
      ['req', '-in', 'qwac.csr', '-noout', '-pubkey'],
    ]
    const [certified, requested] = await Promise.all(keys.map((args) => openssl(home, ...args)))
    expect(certified).toBe(requested)
  })

  test('good, then revoked by its key with the reason, on responder and list alike; its renewal stays good', async () => {
    const mine = await issued(SALDO)
    expect(await ocsp(mine.file)).toContain(`${mine.file}: good`)
    const at = new Date().toISOString()
    const csr = await makeRequest('renewed', ...EC)
    const renewed = await prove('/renewals', { act: 'renew', serial: mine.serial, at, csr }, mine.key)
    expect(renewed.status).toBe(201)
    writeFileSync(join(home, 'renewed.pem'), renewed.json.certificates[0].certificate)
    const revoked = await prove(
      '/revocations',
      { act: 'revoke', serial: mine.serial, at, reason: 'keyCompromise' },
      mine.key,
    )
    expect(revoked.json.revoked).toMatchObject([{ serial: mine.serial, reason: 'keyCompromise' }])
    expect(await ocsp(mine.file)).toMatch(/revoked[\s\S]*Reason: keyCompromise/)
    await fetchLists()
    await expect(verify(mine.file)).rejects.toThrow('certificate revoked')
    expect(await verify('renewed.pem')).toContain('OK')
    expect(await ocsp('renewed.pem')).toContain('renewed.pem: good')
  })

  test('of an RSA seal, too', async () => {
    const seal = await issued(SALDO, 'eseal')
    const at = new Date().toISOString()
    expect(
      await prove('/revocations', { act: 'revoke', serial: seal.serial, at, reason: 'superseded' }, seal.key),
    ).toMatchObject({ status: 200 })
    expect(await ocsp(seal.file)).toMatch(/revoked[\s\S]*Reason: superseded/)
  })

  test('a serial that was never issued is unknown; the issuing CA is good and signed for by the root', async () => {
    const ask = (...args: string[]) =>
      openssl(home, 'ocsp', '-url', `${origin}/ocsp`, '-CAfile', 'root.pem', ...args)
    expect(await ask('-issuer', 'issuing.pem', '-serial', '0x4711')).toContain('0x4711: unknown')
    const issuer = await ask('-issuer', 'root.pem', '-cert', 'issuing.pem')
    expect(issuer).toContain('issuing.pem: good')
    expect(issuer).toContain('Response verify OK')
    expect(await ask('-sha256', '-issuer', 'root.pem', '-cert', 'issuing.pem')).toContain('issuing.pem: good')
  })

  test('by GET as by POST, with the nonce where there is one, and without fractions of a second', async () => {
    const mine = await issued(SALDO)
    const files = ['-issuer', 'issuing.pem', '-cert', mine.file]
    for (const nonce of ['-nonce', '-no_nonce']) {
      await openssl(home, 'ocsp', ...files, nonce, '-reqout', 'get.req')
      const path = encodeURIComponent(readFileSync(join(home, 'get.req')).toString('base64'))
      const answer = await fetch(`${origin}/ocsp/${path}`)
      expect(answer.headers.get('content-type')).toBe('application/ocsp-response')
      const der = Buffer.from(await answer.arrayBuffer())
      expect(der.toString('latin1')).not.toMatch(/\d{14}\.\d+Z/)
      writeFileSync(join(home, 'get.resp'), der)
      const both = ['-reqin', 'get.req', '-respin', 'get.resp', '-no_nonce', '-CAfile', 'root.pem']
      const said = await openssl(home, 'ocsp', ...files, ...both)
      expect(said).toContain(`${mine.file}: good`)
      expect(said).not.toContain('no nonce in response')
    }
  })

  test('a publishing delay holds for responder and list; ended early, all that waits is published', async () => {
    const mine = await issued(RECHNUNG)
    await turn({ publishingDelayMinutes: 60 })
    const revoked = await post(
      '/revocations',
      JSON.stringify({ institution: RECHNUNG, serial: mine.serial, reason: 'authorisation-withdrawn' }),
      bearer(tokenOf(folder, 'DE-BAFIN')),
    )
    const [{ revokedAt, publishedFrom }] = revoked.json.revoked
    expect(Date.parse(publishedFrom) - Date.parse(revokedAt)).toBe(3_600_000)
    expect(await ocsp(mine.file)).toContain(': good')
    await fetchLists()
    expect(await verify(mine.file)).toContain('OK')
    await turn({ publishingDelayMinutes: 0 })
    expect(await ocsp(mine.file)).toContain(': revoked')
    await fetchLists()
    await expect(verify(mine.file)).rejects.toThrow('certificate revoked')
    await turn({ publishingDelayMinutes: 60 })
    expect(await ocsp(mine.file)).toContain(': revoked')
    await turn({ publishingDelayMinutes: 0 })
  })

  test('the responder switched off says nothing, and all is as before when it is on again', async () => {
    const mine = await issued(SALDO)
    await turn({ responder: 'silent' })
    expect((await fetch(`${origin}/crl/issuing.crl`)).status).toBe(503)
    await expect(ocsp(mine.file)).rejects.toThrow('Error querying OCSP')
    await turn({ responder: 'try-later' })
    await expect(ocsp(mine.file)).rejects.toThrow('trylater')
    await turn({ responder: 'answers' })
    expect(await ocsp(mine.file)).toContain(': good')
  })
})

describe('the register', () => {
  test('an authority adds an institution, withdraws one role, then all, and gives it back; numbers rise', async () => {
    const dnb = bearer(tokenOf(folder, 'NL-DNB'))
    const licence = {
      name: 'Nieuw B.V.',
      brands: ['Nieuw'],
      roles: ['PSP_AI', 'PSP_PI'],
      authorisationNumber: 'N/1-2',
    }
    const first = await snapshot()
    const made = await post('/register/institutions', JSON.stringify(licence), dnb)
    expect(made).toMatchObject({
      status: 201,
      json: { id: 'PSDNL-DNB-N/1-2', roles: ['PSP_PI', 'PSP_AI'], status: 'active' },
    })
    expect((await post('/register/institutions', JSON.stringify(licence), dnb)).status).toBe(409)
    const row = `/register/institutions/${encodeURIComponent('PSDNL-DNB-N/1-2')}`
    const act = (verb: string, body: object) => post(`${row}/${verb}`, JSON.stringify(body), dnb)
    expect((await act('withdraw', { role: 'PSP_PI', reason: 'x' })).json).toMatchObject({
      roles: ['PSP_AI'],
      status: 'active',
    })
    expect((await act('withdraw', { role: 'PSP_IC' })).status).toBe(409)
    expect((await act('withdraw', {})).json).toMatchObject({ roles: [], status: 'withdrawn' })
    expect((await act('restore', {})).json).toMatchObject({ roles: ['PSP_AI'], status: 'active' })
    expect((await act('restore', { role: 'PSP_PI' })).json).toMatchObject({ roles: ['PSP_PI', 'PSP_AI'] })
    const last = await snapshot()
    expect(last.sequence).toBe(first.sequence + 5)
    expect(last.institutions.find(({ id }: { id: string }) => id === 'PSDNL-DNB-N/1-2')).toMatchObject({
      status: 'active',
    })
  })
})

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
const JSON_TYPE = { 'content-type': 'application/json' }

async function snapshot() {
  const { json } = await get('/register/snapshot.json')
  return JSON.parse(Buffer.from(json.payload, 'base64url').toString('utf8'))
}

async function makeRequest(name: string, ...options: string[]): Promise<string> {
  await openssl(
    home,
    'req',
    '-new',
    ...options,
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    '/CN=none of this is read',
  )
  return readFileSync(join(home, `${name}.csr`), 'utf8')
}

function order(csr: string, institution: string, use = 'web', host?: string) {
  const query = new URLSearchParams({ institution, use, ...(host && { host }) })
  const headers = { 'content-type': 'application/pkcs10', accept: 'application/pem-certificate-chain' }
  return post(`/certificates?${query}`, csr, headers)
}

async function issued(institution: string, use: 'web' | 'eseal' = 'web') {
  const { json } = await post('/certificates', JSON.stringify({ institution, orders: [{ use }] }))
  const [{ serial, certificate, key }] = json.certificates
  writeFileSync(join(home, `${serial}.pem`), certificate)
  return { serial, file: `${serial}.pem`, key }
}

async function prove(path: string, message: object, keyPem: string, sent = JSON.stringify(message)) {
  writeFileSync(join(home, 'proof.key'), keyPem)
  writeFileSync(join(home, 'proof.json'), JSON.stringify(message))
  await openssl(home, 'dgst', '-sha256', '-sign', 'proof.key', '-out', 'proof.sig', 'proof.json')
  return await post(path, sent, { 'proof-of-key': readFileSync(join(home, 'proof.sig')).toString('base64') })
}

async function turn(switches: object): Promise<void> {
  const headers = { ...JSON_TYPE, ...bearer(tokenOf(folder, 'operator')) }
  const { status } = await call('/switches', { method: 'PUT', headers, body: JSON.stringify(switches) })
  expect(status).toBe(200)
}

async function fetchLists(): Promise<void> {
  const pems: string[] = []
  for (const name of ['root', 'issuing']) {
    const list = await fetch(`${origin}/crl/${name}.crl`)
    writeFileSync(join(home, 'list.crl'), Buffer.from(await list.arrayBuffer()))
    pems.push(await openssl(home, 'crl', '-inform', 'DER', '-in', 'list.crl'))
  }
  writeFileSync(join(home, 'lists.pem'), pems.join(''))
}

function verify(file: string): Promise<string> {
  const chain = ['-CAfile', 'root.pem', '-untrusted', 'issuing.pem', '-CRLfile', 'lists.pem']
  return openssl(home, 'verify', '-x509_strict', '-crl_check_all', ...chain, file)
}

function ocsp(file: string): Promise<string> {
  return openssl(
    home,
    'ocsp',
    '-issuer',
    'issuing.pem',
    '-cert',
    file,
    '-url',
    `${origin}/ocsp`,
    '-CAfile',
    'root.pem',
  )
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const get = (path: string) => call(path, {})
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  call(path, { method: 'POST', body, headers: { ...JSON_TYPE, ...headers } })

async function call(path: string, init: RequestInit) {
  const answer = await fetch(`${origin}${path}`, init)
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false
  return { status: answer.status, text, json: isJson ? JSON.parse(text) : null }
}
