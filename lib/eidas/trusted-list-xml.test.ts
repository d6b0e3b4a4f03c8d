import type { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { certificateFile, readZooFile } from '@/e2e/zoo/zoo-files'
import { judgeCertificate } from './judge-certificate'
import { readListSigners } from './list-signers'
import { readTrustedList, type SignedFor, TRUSTED_LIST_BYTES_MAX } from './trusted-list'

// Lists in the format of the EU's own, made and signed with openssl and xmlsec1: scripts/make-lists.ts.

const FILES = 'e2e/lists/files'
const xml = (name: string) => readFileSync(`${FILES}/${name}.xml`, 'utf8')
const signers = ['rsa-nl', 'ec-nl', 'rsa-de', 'ended-nl', 'ec-el', 'pss-de'].flatMap((name) =>
  readListSigners(`${FILES}/signer-${name}.pem`),
)
const read = (text: string, by: readonly X509Certificate[] = signers) =>
  readTrustedList(Buffer.from(text), by)
const good = xml('good')
const SIGNATURE = /<ds:Signature [\s\S]*<\/ds:Signature>/

test.each([
  ['unsigned', good.replace(SIGNATURE, ''), /not signed/],
  [
    'a status altered',
    good.replace('Svcstatus/withdrawn', 'Svcstatus/granted'),
    /what it signed was changed/,
  ],
  ['its end altered', good.replace('2027-04-01', '2037-04-01'), /what it signed was changed/],
  ['signed properties altered', good.replace(/(<xades:SigningTime>2026-11-)20/, '$119'), /was changed/],
  [
    'signed info altered',
    good.replace('Type="http://uri.etsi.org/01903#', 'Id="x" $&'),
    /signature is wrong/,
  ],
  ['a service added', good.replace(/(<TSPService>[\s\S]*?<\/TSPService>)/, '$1$1'), /was changed/],
  ['signed with SHA-1', xml('sha-1'), /kind that is not taken/],
  ['digested with SHA-1', xml('sha-1-digest'), /kind that is not taken/],
  ['by a signer of another country', xml('of-another-country'), /of NL, and its signer is not/],
  ['by a signer that had ended', xml('signer-ended'), /signer was not valid when/],
  ['of an older version', xml('version-4'), /version/],
  ['signed and no list', xml('no-list'), /no trusted list/],
  ['of which only a part is signed', xml('a-part-alone'), /does not cover the whole list/],
  ['covered twice', xml('covered-twice'), /does not cover the whole list, once/],
  ['two signatures', good.replace(SIGNATURE, '$&$&'), /not where a list has it/],
  ['its signature elsewhere', good.replace(SIGNATURE, '<x>$&</x>'), /not where a list has it/],
  ['a document type', good.replace('<TrustS', '<!DOCTYPE x [<!ENTITY y "z">]>\n$&'), /document type/],
  ['another encoding', good.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"'), /UTF-8/],
  ['cut short', good.slice(0, -30), /well-formed/],
  ['an attribute without quotes', good.replace('Id="list"', 'Id=list'), /well-formed/],
  ['no XML at all', 'hello', /well-formed/],
  ['too large', good.padEnd(TRUSTED_LIST_BYTES_MAX + 1), /too large/],
])('%s: it is refused', async (_, text, fault) => {
  await expect(read(text)).rejects.toThrow(fault)
})

test('a signature of somebody who is not believed is refused, whoever it says it is', async () => {
  const [, ecdsa] = signers
  await expect(read(good, ecdsa ? [ecdsa] : [])).rejects.toThrow(/nobody who is believed/)
  // The believed certificate shown, the signature another's.
  const shown = ecdsa?.raw.toString('base64') ?? ''
  const forged = good.replace(/(<ds:X509Certificate>)[^<]*/, `$1${shown}`)
  await expect(read(forged)).rejects.toThrow(/signature is wrong/)
})

test('wrapping: what nobody signed never speaks, wherever what was signed is put', async () => {
  const evil = good.replaceAll('Svcstatus/withdrawn', 'Svcstatus/granted')
  for (const original of [good, xml('good-by-id')]) {
    const signature = SIGNATURE.exec(original)?.[0] ?? ''
    const signed = original.replace(signature, '').replace(/^<\?xml[\s\S]*?(?=<TrustServiceStatusList)/, '')
    const around = (inside: string, id: string) =>
      evil.replace(SIGNATURE, inside).replace('Id="list"', `Id="${id}"`)
    const object = (inside: string) =>
      signature.replace('</ds:Signature>', `<ds:Object>${inside}</ds:Object></ds:Signature>`)
    for (const id of ['evil', 'list', ''])
      for (const wrapped of [
        around(object(signed), id),
        around(signature + signed, id),
        around(`<x>${signed}</x>${signature}`, id),
        around(object(original.replace(/^<\?xml[\s\S]*?(?=<TrustServiceStatusList)/, '')), id),
        around(`<x>${signature}</x>`, id),
        around(signature + signature, id),
      ])
        await expect(read(wrapped)).rejects.toThrow(/signature|Id|twice/)
  }
})

test('signers who are named for one list sign no other', async () => {
  const nl = { territory: 'NL' }
  const read = (name: string, signedFor: SignedFor) =>
    readTrustedList(Buffer.from(xml(name)), signers, signedFor)
  await expect(read('of-greece', nl)).rejects.toThrow(/of EL, and not of NL/)
  await expect(read('of-lists', 'their-country')).rejects.toThrow(/of EU, and its signer is not/)
  expect(await read('of-another-country', nl)).toMatchObject({ sequence: 41 })
})

test('the list of the lists says where those of the countries are and who signs them; no other is followed', async () => {
  const { services, pointers, faults } = await readTrustedList(
    Buffer.from(xml('of-lists')),
    signers,
    'this-list',
  )
  expect(services).toEqual([])
  expect(pointers).toEqual([
    {
      territory: 'NL',
      place: 'https://lists.example/nl.xml',
      signers: [expect.anything(), expect.anything()],
    },
  ])
  expect(pointers[0]?.signers.map(({ raw }) => raw)).toEqual(signers.slice(0, 2).map(({ raw }) => raw))
  expect(faults).toEqual([
    'a signer of the list of FR cannot be read',
    expect.stringMatching(/the list of FR cannot be followed/),
    expect.stringMatching(/the list of IT cannot be followed/),
  ])
})

test('a comment inside a word splits nothing: what counts is what was signed', async () => {
  const { services } = await read(good.replace('Svcstatus/withdrawn', 'Svcstatus/<!-- -->withdrawn'))
  expect(services.map(({ status }) => status)).toEqual(
    (await read(good)).services.map(({ status }) => status),
  )
})

test('what holds now is read of every service of type CA/QC, for each of its certificates', async () => {
  const { services, pointers, faults, ...issue } = await read(good)
  expect(issue).toEqual({
    sequence: 41,
    issuedAt: new Date('2026-11-20T03:00:00Z'),
    nextUpdate: new Date('2027-04-01T00:00:00Z'),
  })
  const told = services.map(({ certificate: { x509 }, status, uses }) => [fileOf(x509), status, uses.join()])
  expect(told).toEqual([
    ['ca-issuing.pem', 'granted', 'web,eseal'],
    ['ca-issuing-before.pem', 'granted', 'web,eseal'],
    ['ca-web-only.pem', 'granted', 'web'],
    ['ca-withdrawn.pem', 'withdrawn', 'web,eseal'],
    ['ca-rsa.pem', 'withdrawn', 'web'],
    ['ca-excepting.pem', 'granted', 'web,eseal'],
  ])
  expect(pointers).toEqual([])
  expect(services[0]).toMatchObject({ source: 'trusted list NL, number 41', asOf: issue.issuedAt })
  // A name in two languages is one name, and of a withdrawn CA nobody needs to hear that it cannot be read.
  expect(faults).toEqual([
    expect.stringMatching(/: CA that nobody can read is not trusted/),
    expect.stringMatching(/: CA under a condition is not trusted: the critical extension Unheard/),
  ])
})

test.each([
  ['good-ecdsa', 42],
  ['good-sha-512', 43],
  ['good-by-id', 41],
  ['good-pss', 44],
  ['good-pss-key', 44],
  ['of-greece', 41],
])('%s is read', async (name, sequence) => {
  expect(await read(xml(name))).toMatchObject({ sequence, services: { length: 6 } })
})

test.each([
  ['good', 'qwac', 'web', null],
  ['good', 'seal of a CA for the web', 'eseal', 'TRUST_SERVICE_OTHER_USE'],
  ['good', 'of a withdrawn CA', 'web', 'TRUST_SERVICE_WITHDRAWN'],
  ['good', 'unlisted CA', 'web', 'ISSUER_NOT_LISTED'],
  ['good', 'excepted by the list', 'web', 'TRUST_SERVICE_OTHER_USE'],
  ['good', 'not excepted by the list', 'web', null],
  ['good', 'seal that the list calls another thing', 'eseal', 'TRUST_SERVICE_OTHER_USE'],
  ['past-next-update', 'qwac', 'web', 'TRUSTED_LIST_TOO_OLD'],
  ['closed', 'qwac', 'web', 'TRUSTED_LIST_TOO_OLD'],
] as const)('by the list %s the certificate %s as %s gets %s', async (list, certificate, use, reason) => {
  const { services } = await read(xml(list))
  const der = readZooFile(certificateFile(certificate))
  const judged = judgeCertificate({ der, use, services, now: new Date('2026-11-20T10:00:00Z') })
  expect(judged.reason).toBe(reason)
  const step = judged.steps.find(
    (one) => one.step === (reason === 'ISSUER_NOT_LISTED' ? 'parse' : 'trust-service'),
  )
  if (reason !== 'ISSUER_NOT_LISTED')
    expect(step).toMatchObject({
      source: 'trusted list NL, number 41',
      asOf: new Date('2026-11-20T03:00:00Z'),
    })
})

function fileOf({ raw }: X509Certificate): string | undefined {
  const names = ['issuing', 'issuing-before', 'web-only', 'withdrawn', 'rsa', 'unlisted', 'excepting']
  return names.map((name) => `ca-${name}.pem`).find((name) => readZooFile(name).equals(raw))
}
