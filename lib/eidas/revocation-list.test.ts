import 'reflect-metadata'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as x509 from '@peculiar/x509'
import { beforeAll, expect, test } from 'vitest'
import { makeAuthority, makeList, opensslFolder } from '@/e2e/fixtures/openssl-authority'
import { type ParsedCertificate, parseCertificate } from '@/lib/eidas/parse-certificate'
import { isFresh, readRevocationList } from '@/lib/eidas/revocation-list'
import { generateAuthorities } from '@/lib/sandbox/create-authorities'
import type { Authority } from '@/lib/sandbox/sandbox-folder'

const now = new Date('2026-11-20T10:00:00Z')
const tomorrow = new Date('2026-11-21T10:00:00Z')
let issuing: Authority
let root: Authority
let authority: ParsedCertificate

beforeAll(async () => {
  const authorities = await generateAuthorities(now)
  issuing = authorities.issuing
  root = authorities.root
  authority = parseCertificate(new Uint8Array(issuing.certificate.rawData))
})

test('a list of another issuer is refused, though the key that signed it is right', async () => {
  const list = await publish({ issuer: root.certificate.subjectName })
  expect(() => readRevocationList(list, authority)).toThrow('it is of another issuer')
})

test('a list signed by another key is refused, though the issuer is right', async () => {
  const list = await publish({ signingKey: root.privateKey })
  expect(() => readRevocationList(list, authority)).toThrow('its signature is not by its issuer')
})

test('a list whose scope an unknown critical extension narrows is refused', async () => {
  const issuingDistributionPoint = new x509.Extension('2.5.29.28', true, new Uint8Array([0x30, 0]))
  const list = await publish({ extensions: [issuingDistributionPoint] })
  expect(() => readRevocationList(list, authority)).toThrow('its critical extension 551d1c is not understood')
})

test('a list that does not say when it ends is refused', async () => {
  const list = await publish({ nextUpdate: undefined })
  expect(() => readRevocationList(list, authority)).toThrow('it does not say when the next one comes')
})

test('a list speaks from its thisUpdate, a minute of clock skew aside, until its nextUpdate', async () => {
  const list = readRevocationList(await publish({}), authority)
  const fresh = (at: string) => isFresh(list, new Date(at))
  expect([fresh('2026-11-20T09:58:59Z'), fresh('2026-11-20T09:59:00Z')]).toEqual([false, true])
  expect([fresh('2026-11-21T09:59:59Z'), fresh('2026-11-21T10:00:00Z')]).toEqual([true, false])
})

test('DER and PEM are read alike, serial numbers without leading zeros', async () => {
  const der = await publish({})
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n')
  const pem = Buffer.from(`-----BEGIN X509 CRL-----\n${lines}\n-----END X509 CRL-----\n`)
  for (const list of [der, pem])
    expect([...readRevocationList(list, authority).serials.keys()]).toEqual(['1f'])
})

async function publish(params: Partial<x509.X509CrlCreateParams>): Promise<Buffer> {
  const list = await x509.X509CrlGenerator.create({
    issuer: issuing.certificate.subjectName,
    thisUpdate: now,
    nextUpdate: tomorrow,
    entries: [{ serialNumber: '001f', revocationDate: now, reason: x509.X509CrlReason.keyCompromise }],
    signingKey: issuing.privateKey,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    ...params,
  })
  return Buffer.from(list.rawData)
}

test('a list of the openssl program is read: moments, reasons, what was released, and any number of entries', () => {
  const folder = opensslFolder()
  const pair = makeAuthority(folder, 'lister')
  const lister = parseCertificate(new X509Certificate(readFileSync(pair.pem)).raw)
  const many = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, at) => [`aa${at.toString(16)}`, 'R'] as const),
  )
  const states = {
    ...many,
    b1: 'R:keyCompromise',
    b2: 'R:removeFromCRL',
    b3: 'V',
    ff01: 'R:certificateHold',
  } as const
  const list = readRevocationList(makeList({ folder, authority: pair, states }), lister)
  const at = new Date('2026-01-01T00:00:00Z')
  expect(list.serials.size).toBe(3_002)
  expect(list.serials.get('b1')).toEqual({ at, reason: 'keyCompromise' })
  expect(list.serials.get('aa1f')).toEqual({ at, reason: null })
  expect(list.serials.get('ff01')?.reason).toBe('certificateHold')
  expect([list.serials.has('b2'), list.serials.has('b3')]).toEqual([false, false])
})

test('a list that is cut short, has a byte too many or says lengths in another way is no list', async () => {
  const der = await publish({})
  const longer = Buffer.concat([Buffer.from([0x30, 0x82, 0]), der.subarray(2)])
  for (const bytes of [der.subarray(0, -1), Buffer.concat([der, Buffer.from([0])]), longer, Buffer.alloc(0)])
    expect(() => readRevocationList(bytes, authority)).toThrow()
})

test('a list of a part, or of changes alone, is refused even where it is not marked critical', async () => {
  for (const id of ['2.5.29.28', '2.5.29.27']) {
    const list = await publish({ extensions: [new x509.Extension(id, false, new Uint8Array([0x30, 0]))] })
    expect(() => readRevocationList(list, authority)).toThrow('it is a part of a list')
  }
})
