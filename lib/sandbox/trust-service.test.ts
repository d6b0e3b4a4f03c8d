import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { SignedXml } from 'xml-crypto'
import { openssl } from '@/e2e/fixtures/openssl'
import {
  bearer,
  EC,
  fetchLists,
  get,
  home,
  issued,
  makeRequest,
  ocsp,
  order,
  origin,
  post,
  prove,
  tokenFor,
  turn,
  verify,
} from '@/e2e/fixtures/trust-service'

const SALDO = 'PSDNL-DNB-X1234'
const RECHNUNG = 'PSDDE-BAFIN-10/12-7'

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
      bearer(tokenFor('DE-BAFIN')),
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

test('the trusted list says in XML what it says in the signed JSON, and is signed by the signer on disk', async () => {
  const { json } = await get('/trusted-list')
  const { text } = await get('/trusted-list.xml')
  expect(XMLValidator.validate(text)).toBe(true)
  const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false })
  const { TrustServiceStatusList: list } = parser.parse(text)
  expect(list.SchemeInformation.TSLSequenceNumber).toBe(String(json.sequence))
  expect(list.SchemeInformation.ListIssueDateTime).toBe(`${json.issued.slice(0, 19)}Z`)
  const services = list.TrustServiceProviderList.TrustServiceProvider.TSPServices.TSPService
  const said = services.map(
    ({ ServiceInformation: { ServiceStatus, ServiceDigitalIdentity } }: XmlService) => [
      ServiceDigitalIdentity.DigitalId.X509Certificate,
      ServiceStatus.split('/').at(-1),
    ],
  )
  expect(said).toEqual(json.services.map((one: JsonService) => [one.certificate, one.status]))
  expect(said).toHaveLength(6)
  expect(isSigned(text)).toBe(true)
  expect(isSigned(text.replace('/withdrawn<', '/granted<'))).toBe(false)
})

function isSigned(xml: string): boolean {
  const [signature = ''] = /<ds:Signature [\s\S]*<\/ds:Signature>/.exec(xml) ?? []
  const signed = new SignedXml({
    publicCert: readFileSync(join(home, 'sandbox', 'list-signer.pem')),
    getCertFromKeyInfo: () => null,
  })
  signed.loadSignature(signature)
  return signed.checkSignature(xml)
}

describe('the register', () => {
  test('an authority adds an institution, withdraws one role, then all, and gives it back; numbers rise', async () => {
    const dnb = bearer(tokenFor('NL-DNB'))
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

type JsonService = { certificate: string; status: string }
type XmlService = {
  ServiceInformation: {
    ServiceStatus: string
    ServiceDigitalIdentity: { DigitalId: { X509Certificate: string } }
  }
}

async function snapshot() {
  const { json } = await get('/register/snapshot.json')
  return JSON.parse(Buffer.from(json.payload, 'base64url').toString('utf8'))
}
