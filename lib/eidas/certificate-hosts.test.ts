import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { issueTppCertificates } from '@/lib/sandbox/issue-tpp-certificates'
import { isHostOf } from './certificate-hosts'

let der: Uint8Array

beforeAll(async () => {
  const folder = dirname(env.TRUST_ANCHORS)
  const out = join(folder, 'hosts')
  await ensureSandboxPki(folder)
  await issueTppCertificates({
    folder,
    out,
    organizationIdentifier: 'PSDNL-DNB-7',
    name: 'Example',
    roles: ['PSP_AI'],
    hosts: ['api.example.com', '*.wild.example', 'localhost', '*.io'],
  })
  der = new X509Certificate(readFileSync(join(out, 'qwac.pem'))).raw
})

test.each([
  'example.com',
  'xapi.example.com',
  'api.example.com.evil.example',
  'wild.example',
  'evilwild.example',
  'sub.localhost',
  'any.io',
  '127.0.0.1',
  'name',
])('%s is nothing of the certificate', (host) => {
  expect(isHostOf({ host, der, commonName: 'A Name, Not a Host B.V.' })).toBe(false)
})

test('its names, what lies below them and below its wildcards are', () => {
  for (const host of [
    'api.example.com',
    'eu.api.example.com',
    'a.wild.example',
    'a.b.wild.example',
    'localhost',
  ])
    expect(isHostOf({ host, der, commonName: 'Example' }), host).toBe(true)
  expect(isHostOf({ host: 'cn.example', der, commonName: 'CN.example' })).toBe(true)
})

test('a certificate without further names has its common name', () => {
  const server = new X509Certificate(readFileSync(join(dirname(env.TRUST_ANCHORS), 'hosts', 'qsealc.pem')))
    .raw
  expect(isHostOf({ host: 'cn.example', der: server, commonName: 'cn.example' })).toBe(true)
  expect(isHostOf({ host: 'other.example', der: server, commonName: 'cn.example' })).toBe(false)
})
