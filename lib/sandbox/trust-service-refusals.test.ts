import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openssl } from '@/e2e/fixtures/openssl'
import {
  bearer,
  call,
  EC,
  get,
  home,
  issued,
  JSON_TYPE,
  makeRequest,
  order,
  origin,
  post,
  prove,
  tokenFor,
} from '@/e2e/fixtures/trust-service'

const SALDO = 'PSDNL-DNB-X1234'
const RECHNUNG = 'PSDDE-BAFIN-10/12-7'

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

  test('of an order with one key for two certificates, nothing is issued', async () => {
    const csr = await makeRequest('both', ...EC)
    const count = async () => (await get('/certificates')).json.certificates.length
    const before = await count()
    const orders = [
      { use: 'web', csr },
      { use: 'eseal', csr },
    ]
    expect(await send('/certificates', { institution: SALDO, orders })).toMatchObject({ status: 400 })
    expect(await count()).toBe(before)
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
    const [head, mac] = tokenFor('NL-DNB').split('.')
    for (const token of ['x', `${head}.x`, `DE-BAFIN.${mac}`, `XX-NCA.${mac}`])
      expect(await send(path, {}, bearer(token))).toMatchObject({
        status: 401,
        json: { error: 'proof_wrong' },
      })
    expect(await send(path, {})).toMatchObject({ status: 401, json: { error: 'proof_missing' } })
    expect(await send(path, {}, bearer(tokenFor('operator')))).toMatchObject({ status: 403 })
  })

  test("an authority that acts on another's institution, in every way", async () => {
    const bafin = bearer(tokenFor('DE-BAFIN'))
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
    expect((await put(tokenFor('NL-DNB'))).status).toBe(403)
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
