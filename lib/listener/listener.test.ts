import { readFileSync } from 'node:fs'
import { request as plain } from 'node:http'
import { request } from 'node:https'
import { dirname, join } from 'node:path'
import { type ConnectionOptions, connect } from 'node:tls'
import { expect, test } from 'vitest'
import { listenerPort, stranger, tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { env } from '@/lib/env'

const ca = readFileSync(join(dirname(env.TRUST_ANCHORS), 'root.pem'))

/** The protocol and cipher that a handshake ends with, or null when there is none. */
const shake = (options: ConnectionOptions) =>
  new Promise<{ protocol: string | null; cipher: string } | null>((resolve) => {
    const socket = connect({ host: 'localhost', port: listenerPort, ca, ...options }, () => {
      resolve({ protocol: socket.getProtocol(), cipher: socket.getCipher().name })
      socket.destroy()
    })
    socket.on('error', () => resolve(null))
  })

test.each([
  { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
  { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA' },
  { maxVersion: 'TLSv1.2', ciphers: 'AES256-GCM-SHA384:DHE-RSA-AES256-GCM-SHA384' },
  { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305' },
] as const)('an old version or another cipher gets no connection (%j)', async (options) => {
  expect(await shake(options)).toBeNull()
})

test('TLS 1.3 is spoken first, TLS 1.2 with ECDHE and AES-GCM', async () => {
  expect(await shake({})).toMatchObject({ protocol: 'TLSv1.3' })
  expect(await shake({ maxVersion: 'TLSv1.2' })).toMatchObject({
    protocol: 'TLSv1.2',
    cipher: expect.stringMatching(/^ECDHE-(ECDSA|RSA)-AES\d+-GCM-/),
  })
})

test('plain HTTP gets no answer', async () => {
  const outcome = await new Promise((resolve) => {
    plain({ host: 'localhost', port: listenerPort, path: '/xs2a/v1/accounts' }, () => resolve('answered'))
      .on('error', () => resolve('refused'))
      .end()
  })
  expect(outcome).toBe('refused')
})

test('no page of the bank exists here, with or without a certificate', async () => {
  for (const path of [
    '/',
    '/sign-in',
    '/interaction/x',
    '/xs2afoo',
    '//xs2a/v1/accounts',
    '/api/auth/session',
  ]) {
    const answer = await new Promise<{ status?: number; type?: string }>((resolve, reject) => {
      request({ host: 'localhost', port: listenerPort, path, ca, agent: false }, (res) => {
        res.resume()
        resolve({ status: res.statusCode, type: res.headers['content-type'] })
      })
        .on('error', reject)
        .end()
    })
    expect(answer).toEqual({ status: 404, type: 'application/json' })
  }
})

test('a resumed TLS session proves the certificate as the first one did', async () => {
  const tpp = await tppWithQwac('PSDNL-DNB-RESUMES')
  const codes = [
    await tpp.call('/v1/consents/x'),
    await tpp.call('/v1/consents/x', { headers: { connection: 'close' } }),
  ]
  codes.push(await tpp.call('/v1/consents/x'))
  expect(codes.map(({ code }) => code)).toEqual(['CONSENT_UNKNOWN', 'CONSENT_UNKNOWN', 'CONSENT_UNKNOWN'])
  expect((await stranger().call('/v1/consents/x')).code).toBe('CERTIFICATE_MISSING')
})

test('discovery is answered here too, by the OAuth door', async () => {
  const status = await new Promise((resolve, reject) => {
    request(
      {
        host: 'localhost',
        port: listenerPort,
        path: '/.well-known/oauth-authorization-server',
        ca,
        agent: false,
      },
      (res) => {
        res.resume()
        resolve(res.statusCode)
      },
    )
      .on('error', reject)
      .end()
  })
  expect(status).toBe(200)
})
