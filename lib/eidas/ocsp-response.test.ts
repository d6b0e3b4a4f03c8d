import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  answerOcsp,
  askWithoutNonce,
  issueBy,
  makeAuthority,
  opensslFolder,
  type Pair,
  type State,
} from '@/e2e/fixtures/openssl-authority'
import { buildOcspRequest } from './ocsp-request'
import { readOcspResponse } from './ocsp-response'
import { parseCertificate } from './parse-certificate'

// Every answer here is the openssl program's, to a request of ours.
const folder = opensslFolder()
const read = ({ pem }: Pair) => parseCertificate(new X509Certificate(readFileSync(pem)).raw)
const authority = makeAuthority(folder, 'issuing')
const other = makeAuthority(folder, 'other')
const responder = issueBy(folder, authority, { name: 'responder', kind: 'responder' })
const issuer = read(authority)
const nonce = Buffer.alloc(16, 7)
const SERIAL = 'c0ffee01'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const inTime = (millis: number) => new Date(Date.now() + millis)

function given({
  serial = SERIAL,
  states = { [SERIAL]: 'V' as const },
  sent = nonce,
  withoutNonce,
  ...rest
}: Given = {}) {
  const request = withoutNonce
    ? askWithoutNonce(folder, authority, serial)
    : buildOcspRequest({ issuer, serial, nonce: sent })
  return answerOcsp({ folder, authority, states, request, ...rest })
}
const judge = (body: Buffer, { now = new Date(), serial = SERIAL } = {}) =>
  readOcspResponse({ body, issuer, serial, nonce, now })

test.each([1, 2, 3, 5, 6])('an error (%i) is no answer: anybody can make one', (status) => {
  expect(() => judge(Buffer.from([0x30, 0x03, 0x0a, 0x01, status]))).toThrow('answered with the error')
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a page', Buffer.from('<html>no such page</html>')],
  ['half an answer', given().subarray(0, 200)],
  ['success without an answer', Buffer.from([0x30, 0x03, 0x0a, 0x01, 0x00])],
  ['an answer of more than 64 KiB', Buffer.concat([given(), Buffer.alloc(65_536)])],
])('%s is no answer', (_name, body) => {
  expect(() => judge(body)).toThrow()
})

test('an answer that another CA signed is none', () => {
  expect(() => judge(given({ signer: other }))).toThrow('its signature is neither')
})

test('a certificate of the CA without the purpose of signing answers signs none', () => {
  const leaf = issueBy(folder, authority, { name: 'leaf', kind: 'leaf' })
  expect(() => judge(given({ signer: leaf }))).toThrow('its signature is neither')
})

test('a responder that another CA certified answers nothing for this one', () => {
  const foreign = issueBy(folder, other, { name: 'foreign', kind: 'responder' })
  expect(() => judge(given({ signer: foreign }))).toThrow('its signature is neither')
})

test('a responder that a CA of the same name certified answers nothing: the key decides', () => {
  const elsewhere = opensslFolder()
  const twin = makeAuthority(elsewhere, 'issuing')
  const twins = issueBy(elsewhere, twin, { name: 'responder', kind: 'responder' })
  for (const signer of [twin, twins])
    expect(() => judge(given({ signer }))).toThrow('its signature is neither')
})

test('a responder whose certificate has ended, or not begun, answers nothing', () => {
  const day = 86_400 * SECOND
  const short = issueBy(folder, authority, { name: 'short', kind: 'responder', days: 1 })
  const body = given({ signer: short, minutes: 60 * 24 * 3 })
  expect(judge(body).status).toBe('good')
  expect(() => judge(body, { now: inTime(day + MINUTE) })).toThrow('its signature is neither')
  expect(() => judge(body, { now: inTime(-MINUTE) })).toThrow('its signature is neither')
})

test('one changed bit of what was signed is found', () => {
  const body = given({ states: { [SERIAL]: 'R' } })
  const at = body.indexOf(Buffer.from(SERIAL, 'hex'))
  const changed = Buffer.from(body)
  changed[at + 3] = 0x02
  expect(() => judge(changed, { serial: 'c0ffee02' })).toThrow('its signature is neither')
})

test('an answer about another certificate is none', () => {
  expect(() => judge(given({ serial: 'c0ffee02', states: { c0ffee02: 'V' } }))).toThrow('about another')
})

test('an answer about the same number of another issuer is none, be it another by name or by key', () => {
  for (const issuing of [other, makeAuthority(opensslFolder(), 'issuing')]) {
    const request = buildOcspRequest({ issuer: read(issuing), serial: SERIAL, nonce })
    const states = { [SERIAL]: 'V' as const }
    const body = answerOcsp({ folder, authority: issuing, signer: responder, states, request })
    expect(() => judge(body)).toThrow('about another')
  }
})

test('an answer with the nonce of another question is none; one without a nonce is an answer', () => {
  expect(() => judge(given({ sent: Buffer.alloc(16, 8) }))).toThrow('its nonce differs')
  expect(judge(given({ withoutNonce: true })).status).toBe('good')
})

test('an answer speaks from its thisUpdate until its nextUpdate, a minute of clock skew on both sides', () => {
  const body = given({ minutes: 10 })
  const { thisUpdate, nextUpdate } = judge(body)
  const at = (from: Date, millis: number) => () => judge(body, { now: new Date(from.getTime() + millis) })
  expect(nextUpdate.getTime() - thisUpdate.getTime()).toBe(10 * MINUTE)
  expect(at(thisUpdate, -MINUTE - SECOND)).toThrow('of the future')
  expect(at(thisUpdate, -MINUTE)().status).toBe('good')
  expect(at(nextUpdate, MINUTE)().status).toBe('good')
  expect(at(nextUpdate, MINUTE + SECOND)).toThrow('too old')
})

test('one that does not say when the next comes speaks for a quarter of an hour', () => {
  const body = given({ minutes: null })
  expect(judge(body, { now: inTime(15 * MINUTE) }).status).toBe('good')
  expect(() => judge(body, { now: inTime(17 * MINUTE) })).toThrow('too old')
})

test('good, revoked with moment and reason, and unknown, by the CA and by its responder alike', () => {
  for (const signer of [authority, responder]) {
    expect(judge(given({ signer }))).toMatchObject({ status: 'good', revokedAt: null, reason: null })
    expect(judge(given({ signer, states: { [SERIAL]: 'R:keyCompromise' } }))).toMatchObject({
      status: 'revoked',
      revokedAt: new Date('2026-01-01T00:00:00Z'),
      reason: 'keyCompromise',
    })
    expect(judge(given({ signer, states: { c0ffee02: 'V' } })).status).toBe('unknown')
  }
})

type Given = {
  serial?: string
  states?: Record<string, State>
  sent?: Buffer
  signer?: Pair
  minutes?: number | null
  withoutNonce?: boolean
}
