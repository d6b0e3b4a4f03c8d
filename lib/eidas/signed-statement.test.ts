import { createHmac, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openssl } from '@/e2e/fixtures/openssl'
import { readZooFile } from '@/e2e/zoo/zoo-files'
import { type ListSigner, readListSigners } from './list-signers'
import { readSignedStatement } from './signed-statement'
import { readTrustedList } from './trusted-list'

// A flattened JWS made by hand over node's own signatures; keys and certificates by the openssl program.

const folder = mkdtempSync(join(tmpdir(), 'statement-'))
const TYPE = 'placet-trusted-list+jws'
let signers: ListSigner[]
beforeAll(async () => {
  for (const name of ['ours', 'theirs'])
    await openssl(
      folder,
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '10'],
      ...['-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.pem`],
    )
  signers = readListSigners(join(folder, 'ours.pem'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const key = (name: string) => readFileSync(join(folder, `${name}.key`))
const thumbprint = (name: string) =>
  Buffer.from(
    readListSigners(join(folder, `${name}.pem`))[0]?.fingerprint256.replaceAll(':', '') ?? '',
    'hex',
  ).toString('base64url')

function statement({ header = {}, content = {}, by = 'ours', shows = by }: Statement = {}) {
  const now = Date.now()
  const head = { alg: 'ES256', typ: TYPE, 'x5t#S256': thumbprint(shows), ...header }
  const said = {
    sequence: 41,
    issued: new Date(now).toISOString(),
    nextUpdate: new Date(now + 86_400_000).toISOString(),
    territory: 'DK',
    services: [],
    ...content,
  }
  const [protectedHeader, payload] = [encode(head), encode(said)]
  const signature = sign('sha256', Buffer.from(`${protectedHeader}.${payload}`), {
    key: key(by),
    dsaEncoding: 'ieee-p1363',
  })
  return { protected: protectedHeader, payload, signature: signature.toString('base64url') }
}
const read = (jws: object | string) =>
  readSignedStatement({
    body: Buffer.from(typeof jws === 'string' ? jws : JSON.stringify(jws)),
    type: TYPE,
    signers,
  })

test('what a believed signer says is read', async () => {
  expect(await read(statement())).toMatchObject({ sequence: 41, content: { territory: 'DK' } })
})

test.each<[string, () => object | string, RegExp]>([
  ['altered', () => ({ ...statement(), payload: encode({ sequence: 42 }) }), /signature is wrong/],
  ['of somebody else', () => statement({ by: 'theirs' }), /nobody who is believed/],
  ['of somebody else who shows our signer', () => statement({ by: 'theirs', shows: 'ours' }), /is wrong/],
  ['a register', () => statement({ header: { typ: 'placet-register+jws' } }), /another type/],
  ['of no algorithm', () => ({ ...statement({ header: { alg: 'none' } }), signature: '' }), /is wrong/],
  ['by the public key as a shared one', shared, /signature is wrong/],
  ['without a signer', () => statement({ header: { 'x5t#S256': undefined } }), /header is not as defined/],
  ['without a number', () => statement({ content: { sequence: undefined } }), /of when it is/],
  [
    'from before its signer',
    () => statement({ content: { issued: '2020-01-01T00:00:00.000Z' } }),
    /not valid/,
  ],
  ['unsigned', () => ({ sequence: 41 }), /no signed statement/],
  ['nothing', () => '', /no signed statement/],
])('a statement %s is refused', async (_, made, fault) => {
  await expect(read(made())).rejects.toThrow(fault)
})

test('a list of the sandbox’s form: what is not granted is withdrawn, and who cannot be read is left out', async () => {
  const certificate = readZooFile('ca-issuing.pem').toString('base64')
  const service = { name: 'A', type: 'CA/QC', status: 'granted', uses: ['web'], certificate }
  const services = [
    service,
    { ...service, status: 'underSupervision' },
    { ...service, type: 'CA/PKC' },
    { ...service, name: 'B', certificate: 'AAAA' },
  ]
  const list = await readTrustedList(
    Buffer.from(JSON.stringify(statement({ content: { services } }))),
    signers,
  )
  expect(list.services.map(({ status, uses, source }) => [status, uses.join(), source])).toEqual([
    ['granted', 'web', 'trusted list DK, number 41'],
    ['withdrawn', 'web', 'trusted list DK, number 41'],
  ])
  expect(list.faults).toEqual([expect.stringMatching(/B is not trusted/)])
  const odd = statement({ content: { services: 'none' } })
  await expect(readTrustedList(Buffer.from(JSON.stringify(odd)), signers)).rejects.toThrow(/not as defined/)
})

function shared() {
  const made = statement({ header: { alg: 'HS256' } })
  const pem = signers[0]?.publicKey.export({ type: 'spki', format: 'pem' }) ?? ''
  const signature = createHmac('sha256', pem).update(`${made.protected}.${made.payload}`).digest('base64url')
  return { ...made, signature }
}

type Statement = {
  header?: Record<string, unknown>
  content?: Record<string, unknown>
  by?: string
  shows?: string
}
