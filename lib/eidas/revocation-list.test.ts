import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { beforeAll, expect, test } from 'vitest'
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
