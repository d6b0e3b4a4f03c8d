import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { expect, test } from 'vitest'
import { authorityFile, readZooFile } from '@/e2e/zoo/zoo-files'
import { parseCertificate, parseListedCa } from '@/lib/eidas/parse-certificate'

const RSA = { name: 'RSASSA-PKCS1-v1_5', publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' }
const SHA_256 = { name: 'ECDSA', hash: 'SHA-256' }

test('an RSA key under 2048 bits is refused', async () => {
  const der = await selfSigned({ keys: await generate({ ...RSA, modulusLength: 1024 }) })
  expect(() => parseCertificate(der)).toThrow('The key of the certificate is not allowed')
})

test('a SHA-1 signature is refused', async () => {
  const der = await selfSigned({ signingAlgorithm: { name: 'ECDSA', hash: 'SHA-1' } })
  expect(() => parseCertificate(der)).toThrow('signed by an algorithm that is not allowed')
})

test('RSASSA-PSS is judged by its parameters', async () => {
  const pss = { ...RSA, name: 'RSA-PSS', modulusLength: 2048 }
  const weak = await selfSigned({
    keys: await generate({ ...pss, hash: 'SHA-1' }),
    signingAlgorithm: pssWith('SHA-1', 20),
  })
  expect(() => parseCertificate(weak)).toThrow('signed by an algorithm that is not allowed')
  const strong = await selfSigned({
    keys: await generate(pss),
    signingAlgorithm: pssWith('SHA-256', 32),
  })
  expect(parseCertificate(strong).serial).toBe('1f')
})

test('a critical extension that is not understood is refused', async () => {
  const der = await selfSigned({ extensions: [new x509.Extension('1.2.3.4', true, new Uint8Array([5, 0]))] })
  expect(() => parseCertificate(der)).toThrow(
    'The critical extension 1.2.3.4 of the certificate is not understood',
  )
})

test('an extension that occurs twice is refused', async () => {
  const usage = new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)
  const der = await selfSigned({ extensions: [usage, usage] })
  expect(() => parseCertificate(der)).toThrow('The extension 2.5.29.15 of the certificate occurs twice')
})

test('a strong certificate is read, its serial number without leading zeros', async () => {
  expect(parseCertificate(await selfSigned({}))).toMatchObject({
    serial: '1f',
    isAuthority: false,
    qcStatements: [],
  })
})

async function selfSigned(params: Partial<x509.X509CertificateCreateSelfSignedParams>): Promise<Uint8Array> {
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Example',
    serialNumber: '001f',
    notBefore: new Date('2026-11-20T10:00:00Z'),
    notAfter: new Date('2027-11-20T10:00:00Z'),
    keys: await generate(ECDSA),
    signingAlgorithm: SHA_256,
    ...params,
  })
  return new Uint8Array(certificate.rawData)
}

function pssWith(hash: string, saltLength: number): RsaPssParams & { hash: string } {
  return { name: 'RSA-PSS', hash, saltLength }
}

async function generate(algorithm: EcKeyGenParams | RsaHashedKeyGenParams): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

test.each([
  ['brainpool', null],
  ['exponent-3', /exponent|key/],
  ['sha-1', /algorithm/],
  ['constrained', /2\.5\.29\.(30|36)/],
  ['critical-statements', /critical/],
  ['long-serial', /serial number/],
])('the CA %s may be listed, whatever would be a fault of a leaf', (name, faultOfLeaf) => {
  const der = readZooFile(authorityFile(name))
  expect(parseListedCa(der).isAuthority).toBe(true)
  if (faultOfLeaf) expect(() => parseCertificate(der)).toThrow(faultOfLeaf)
})

test.each([
  ['weak', /too weak/],
  ['spelt-out', /spells its curve out/],
])('the CA %s may not: its key itself is no good', (name, fault) => {
  expect(() => parseListedCa(readZooFile(authorityFile(name)))).toThrow(fault)
})
