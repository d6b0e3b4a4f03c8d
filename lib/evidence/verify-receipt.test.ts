import { createPublicKey, verify as verifyByNode } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  exportJWK,
  FlattenedSign,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTHeaderParameters,
} from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { evidenceKeys } from '@/db/schema/evidence-keys'
import { asked, givenConsentLife } from '@/e2e/fixtures/consent-life'
import { openssl } from '@/e2e/fixtures/openssl'
import { now } from '@/lib/clock'
import { canonicalBytes, EVIDENCE_TYPE, EvidenceKeySet } from './evidence-file'
import { loadEvidenceKey, publishedEvidenceKeys } from './evidence-keys'
import { findReceipts } from './find-receipts'
import { makeReceipt } from './make-receipt'
import type { Receipt } from './receipt'
import { rotateEvidenceKey } from './rotate-evidence-key'
import { signEvidence } from './sign-evidence'
import { verifyReceipt } from './verify-receipt'

// REG-PSD-03: what was decided can be proven offline, by anybody who trusts the bank's published keys, and by nobody else.

const { psuId, approve } = await givenConsentLife()
let consentId: string
let receipt: Receipt

beforeAll(async () => {
  consentId = (await asked()).consentId
  await approve(consentId)
  receipt = await newest(psuId)
})

const newest = async (who: string, of = consentId): Promise<Receipt> => {
  const [entry] = await findReceipts({ consentId: of, psuId: who })
  const made =
    entry && (await makeReceipt({ consentId: of, psuId: who, eventId: entry.id, now: await now() }))
  if (!made) throw new Error('no receipt')
  return made
}
const trusted = async () => EvidenceKeySet.parse(await publishedEvidenceKeys())
const judge = async (file: unknown, keys?: EvidenceKeySet) =>
  verifyReceipt(typeof file === 'string' ? file : JSON.stringify(file), keys ?? (await trusted()))
const signed = () => signEvidence(receipt)

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The same payload by a key and under a header of the forger's choice. */
async function forged(payload: unknown, header: Partial<JWTHeaderParameters> = {}, jwk?: JWK) {
  const { kid } = await loadEvidenceKey()
  const pair = await generateKeyPair('ES256', { extractable: true })
  return {
    file: await new FlattenedSign(canonicalBytes(payload))
      .setProtectedHeader({ alg: 'ES256', kid, typ: EVIDENCE_TYPE, ...header })
      .sign(jwk ? await importJWK(jwk, 'ES256') : pair.privateKey),
    publicJwk: await exportJWK(pair.publicKey),
  }
}
const own = async (payload: unknown, header: Partial<JWTHeaderParameters> = {}) =>
  (await forged(payload, header, (await loadEvidenceKey()).jwk)).file

describe('refused', () => {
  test("a receipt that somebody else signed, even under the name of the bank's key", async () => {
    const { file } = await forged(receipt)
    expect(await judge(file)).toEqual({ valid: false, reason: 'signature' })
    const { file: named } = await forged(receipt, { kid: 'mine' })
    expect(await judge(named)).toEqual({ valid: false, reason: 'unknown-key' })
  })

  test('a file that brings its own key or says where one lies, though the signature fits it', async () => {
    for (const name of ['jwk', 'jku', 'x5c', 'x5u', 'x5t']) {
      const { file, publicJwk } = await forged(receipt)
      const header = {
        alg: 'ES256',
        kid: (await loadEvidenceKey()).kid,
        typ: EVIDENCE_TYPE,
        [name]: publicJwk,
      }
      const told = { ...file, protected: Buffer.from(JSON.stringify(header)).toString('base64url') }
      expect(await judge(told), name).toEqual({ valid: false, reason: 'key-in-file' })
    }
    expect(await judge({ ...(await signed()), header: { jwk: {} } })).toEqual({
      valid: false,
      reason: 'not-evidence',
    })
  })

  test('every single altered letter of the file', async () => {
    const file = await signed()
    for (const part of ['payload', 'protected', 'signature'] as const) {
      const text = file[part]
      const places = part === 'payload' ? [0, 1, text.length >> 1, text.length - 1] : [...text].keys()
      for (const place of places) {
        // The next letter differs in the lowest bit, which the last letter of a part does not even use.
        const other = LETTERS[LETTERS.indexOf(text[place] ?? '') ^ 1]
        const altered = { ...file, [part]: text.slice(0, place) + other + text.slice(place + 1) }
        expect((await judge(altered)).valid, `${part} ${place}`).toBe(false)
      }
    }
  })

  test('no algorithm, another one, and the public key as a shared secret', async () => {
    const file = await signed()
    const [key] = (await trusted()).keys
    for (const alg of ['none', 'HS256', 'ES384', 'RS256', 'es256']) {
      const header = { alg, kid: key?.kid, typ: EVIDENCE_TYPE }
      const told = { ...file, protected: Buffer.from(JSON.stringify(header)).toString('base64url') }
      expect(await judge(told), alg).toEqual({ valid: false, reason: 'algorithm' })
    }
    const { kid } = await loadEvidenceKey()
    const secret = new TextEncoder().encode(JSON.stringify(key))
    const hmac = await new FlattenedSign(canonicalBytes(receipt))
      .setProtectedHeader({ alg: 'HS256', kid, typ: EVIDENCE_TYPE })
      .sign(secret)
    expect(await judge(hmac)).toEqual({ valid: false, reason: 'algorithm' })
  })

  test('a file in which a part stands twice, and which other readers would read otherwise', async () => {
    const text = JSON.stringify(await signed())
    for (const name of ['payload', '\\u0070ayload', 'signature'])
      expect(await judge(`{"${name}":"x",${text.slice(1)}`)).toEqual({ valid: false, reason: 'not-evidence' })
    expect(await judge(JSON.stringify(JSON.parse(text), null, 2))).toMatchObject({ valid: true })
  })

  test('what the same key would sign for another purpose, and what says a thing twice', async () => {
    expect(await judge(await own(receipt, { typ: 'JWT' }))).toEqual({ valid: false, reason: 'not-evidence' })
    expect(await judge(await own({ ...receipt, format: 'placet/case-file/1' }))).toEqual({
      valid: false,
      reason: 'no-receipt',
    })
    const twice = new TextDecoder().decode(canonicalBytes(receipt)).replace('{', '{"kind":"stop",')
    const { kid, jwk } = await loadEvidenceKey()
    const file = await new FlattenedSign(new TextEncoder().encode(twice))
      .setProtectedHeader({ alg: 'ES256', kid, typ: EVIDENCE_TYPE })
      .sign(await importJWK(jwk, 'ES256'))
    expect(await judge(file)).toEqual({ valid: false, reason: 'not-canonical' })
  })

  test('a record other than the one that was approved, though the bank signed it by mistake', async () => {
    const { allowed } = receipt
    if (!allowed) throw new Error('nothing was allowed')
    const record = { ...allowed.record, purpose: 'Something else' }
    expect(await judge(await own({ ...receipt, allowed: { ...allowed, record } }))).toEqual({
      valid: false,
      reason: 'record-changed',
    })
  })

  test('another shape says that it is not known here, and not that it is false', async () => {
    expect(await judge(await own({ ...receipt, format: 'placet/receipt/2' }))).toEqual({
      valid: false,
      reason: 'unknown-version',
    })
    expect(await judge(await own({ ...receipt, more: true }))).toEqual({
      valid: false,
      reason: 'unknown-version',
    })
  })

  test('no JSON, no file of ours, and one of enormous size', async () => {
    for (const text of ['[]', 'null', '"x"', '{"payload":"","protected":"","signature":""}'])
      expect(await judge(text), text).toEqual({ valid: false, reason: 'not-evidence' })
    for (const text of ['', '{', '%PDF-1.7', '\u00ff\u00d8'])
      expect(await judge(text), text).toEqual({ valid: false, reason: 'not-json' })
    expect(await judge('PK\u0003\u0004…')).toEqual({ valid: false, reason: 'archive' })
    expect(await judge('x'.repeat(600 * 1024))).toEqual({ valid: false, reason: 'too-large' })
  })
})

test('what the bank signed holds, and says who allowed what to whom, until when, how and in which words', async () => {
  expect(await judge(await signed())).toMatchObject({
    valid: true,
    receipt: JSON.parse(JSON.stringify(receipt)),
  })
  expect(receipt).toMatchObject({
    kind: 'grant',
    customer: { name: 'Anna Andersen' },
    thirdParty: { brand: 'Example', legalName: 'Example B.V.' },
    decision: { what: 'allowed', by: 'customer', name: null },
    allowed: {
      version: 1,
      authentication: 'signed',
      record: {
        accounts: [{ iban: 'DK5000400440116201' }],
        sentences: {
          title: 'Share account data with Example?',
          purpose: 'What for, as told by Example: “Budget”',
          accounts: { listed: ['DK50 •••• 6201'] },
        },
      },
    },
    auditProof: { state: 'not-yet-covered' },
  })
})

test('two other tools find the same: node’s own arithmetic and the openssl program', async () => {
  const file = await signed()
  const [key] = (await trusted()).keys
  if (!key) throw new Error('no key')
  const publicKey = createPublicKey({
    key: { kty: key.kty, crv: key.crv, x: key.x, y: key.y },
    format: 'jwk',
  })
  const base = Buffer.from(`${file.protected}.${file.payload}`)
  const raw = Buffer.from(file.signature, 'base64url')
  expect(verifyByNode('sha256', base, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true)
  const folder = mkdtempSync(join(tmpdir(), 'receipt-'))
  writeFileSync(join(folder, 'key.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
  writeFileSync(join(folder, 'signature.der'), derOf(raw))
  writeFileSync(join(folder, 'signed'), base)
  const how = ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'signature.der', 'signed']
  expect(await openssl(folder, ...how)).toContain('Verified OK')
})

/** r ‖ s as the two INTEGERs that openssl reads. */
function derOf(raw: Buffer): Buffer {
  const integers = [raw.subarray(0, 32), raw.subarray(32)].map((half) => {
    const bare = half.subarray(half.findIndex((byte) => byte !== 0))
    const bytes = (bare[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), bare]) : bare
    return Buffer.concat([Buffer.of(2, bytes.length), bytes])
  })
  const body = Buffer.concat(integers)
  return Buffer.concat([Buffer.of(0x30, body.length), body])
}

test('a retired key still holds for its time and for no other, and its private half is gone', async () => {
  const before = await signed()
  const old = await loadEvidenceKey()
  expect(await rotateEvidenceKey({ publishedSeconds: 3600 })).toMatchObject({ did: 'published' })
  expect(await rotateEvidenceKey({ publishedSeconds: 3600 })).toMatchObject({ did: 'waits' })
  expect(await rotateEvidenceKey({ publishedSeconds: 0 })).toMatchObject({ did: 'signs' })
  const rows = await database().select().from(evidenceKeys)
  expect(rows.find(({ kid }) => kid === old.kid)?.sealedPrivateJwk).toBeNull()
  const keys = EvidenceKeySet.parse({
    keys: rows.map(({ kid, publicJwk, createdAt, signsUntil }) => ({
      ...publicJwk,
      kid,
      nbf: Math.floor(createdAt.getTime() / 1000),
      ...(signsUntil && { exp: Math.ceil(signsUntil.getTime() / 1000) }),
    })),
  })
  expect(keys.keys.filter(({ exp }) => exp !== undefined).map(({ kid }) => kid)).toEqual([old.kid])
  expect(await judge(before, keys)).toMatchObject({ valid: true, key: { kid: old.kid } })
  for (const issuedAt of ['2020-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z'])
    expect(
      await judge((await forged({ ...receipt, issuedAt }, { kid: old.kid }, old.jwk)).file, keys),
    ).toEqual({
      valid: false,
      reason: 'key-not-in-force',
    })
})

test('the set that is published holds no private part, and one key signs, however many start at once', async () => {
  const { keys } = await publishedEvidenceKeys()
  expect(keys.flatMap(Object.keys)).not.toContain('d')
  const kids = await Promise.all(Array.from({ length: 8 }, () => loadEvidenceKey()))
  expect(new Set(kids.map(({ kid }) => kid)).size).toBe(1)
})
