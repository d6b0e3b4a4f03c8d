import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { asked, givenConsentLife } from '@/e2e/fixtures/consent-life'
import { givenRows } from '@/e2e/fixtures/given-trail'
import { now } from '@/lib/clock'
import { loadCheckpointKey, publishedCheckpointKeys, trailOrigin } from '@/lib/trail/checkpoint-keys'
import { type Checkpoint, lastCheckpoint, makeCheckpoint } from '@/lib/trail/make-checkpoint'
import { signNote } from '@/lib/trail/signed-note'
import { judgeProofs } from '@/scripts/audit-verify/judge-proofs'
import { readKeys } from '@/scripts/audit-verify/note'
import type { AuditProof } from './audit-proof'
import { EvidenceKeySet } from './evidence-file'
import { loadEvidenceKey, publishedEvidenceKeys } from './evidence-keys'
import { findReceipts } from './find-receipts'
import { makeReceipt } from './make-receipt'
import type { Receipt } from './receipt'
import { signEvidence } from './sign-evidence'
import { verifyReceipt } from './verify-receipt'

// Who holds the key of receipts, be it the bank, cannot give out one whose event the trail does not have: the check of the proof is
// told by two programs that have no line in common.

const { psuId, approve } = await givenConsentLife()
const folder = await mkdtemp(join(tmpdir(), 'placet-proofs-'))
afterAll(() => rm(folder, { recursive: true }))

let fresh: Receipt
let receipt: Receipt
let other: Included
let older: Checkpoint
let later: Checkpoint
let keys: Required<EvidenceKeySet>

beforeAll(async () => {
  await givenRows(20)
  older = await checkpoint()
  const { consentId } = await asked()
  await approve(consentId)
  fresh = await newest(consentId)
  await checkpoint()
  receipt = await newest(consentId)
  const second = (await asked()).consentId
  await approve(second)
  await givenRows(3)
  later = await checkpoint()
  other = included(await newest(second))
  await loadEvidenceKey()
  const published = [...(await publishedEvidenceKeys()).keys, ...(await publishedCheckpointKeys()).keys]
  keys = EvidenceKeySet.parse({ keys: published }) as Required<EvidenceKeySet>
})

const checkpoint = async () => (await makeCheckpoint()) ?? expect.unreachable('no checkpoint')
async function newest(consentId: string): Promise<Receipt> {
  const [entry] = await findReceipts({ consentId, psuId })
  const made = entry && (await makeReceipt({ consentId, psuId, eventId: entry.id, now: await now() }))
  return made ?? expect.unreachable('no receipt')
}
const included = ({ auditProof }: Receipt) =>
  auditProof.state === 'included' ? auditProof : expect.unreachable('not in the trail')
const signedWith = async (auditProof: AuditProof) => {
  const payload: Receipt = { ...receipt, auditProof }
  return JSON.stringify(await signEvidence(payload))
}
const judge = async (auditProof: AuditProof, by: EvidenceKeySet = keys) =>
  verifyReceipt(await signedWith(auditProof), by)

/** The same by the separate verifier. */
async function judgeApart(auditProof: AuditProof) {
  const path = join(folder, 'receipt.json')
  await writeFile(path, await signedWith(auditProof))
  const trail = readKeys(JSON.stringify(await publishedCheckpointKeys()))
  return judgeProofs({ path, keys: trail, witness: null })
}

/** The bank's own signature under whatever root it likes. */
const signedBy = async (root: Buffer, size: number, forger?: object) =>
  signNote({
    origin: trailOrigin(),
    size,
    root,
    at: new Date().toISOString(),
    ...(await database().transaction(loadCheckpointKey)),
    ...forger,
  })

const another = (hash: string) => `${hash.startsWith('A') ? 'B' : 'A'}${hash.slice(1)}`

/** What somebody changes in a proof, by what it is called. */
const TAMPERINGS: [string, string, (own: Included) => Included | Promise<Included>][] = [
  ['the row altered', 'proof-broken', (own) => ({ ...own, entry: own.entry.replace(/.$/, flipped) })],
  [
    'its time altered',
    'proof-of-another',
    (own) => ({ ...own, entry: own.entry.replace(/ \d{4}/, ' 2001') }),
  ],
  [
    'the path altered',
    'proof-broken',
    ({ inclusion: [first = '', ...rest], ...own }) => ({ ...own, inclusion: [another(first), ...rest] }),
  ],
  ['the path too short', 'proof-broken', (own) => ({ ...own, inclusion: own.inclusion.slice(1) })],
  [
    'the path too long',
    'proof-broken',
    (own) => ({ ...own, inclusion: [...own.inclusion, own.inclusion[0] ?? ''] }),
  ],
  ['the row at another place', 'proof-broken', (own) => ({ ...own, leaf: own.leaf - 1 })],
  ['the proof of another row', 'proof-of-another', () => other],
  ['the place of another row', 'proof-broken', (own) => ({ ...other, entry: own.entry })],
  [
    'an older checkpoint',
    'checkpoint-too-old',
    (own) => ({ ...own, treeSize: older.size, checkpoint: older.note }),
  ],
  ['a later checkpoint', 'checkpoint-of-another-tree', (own) => ({ ...own, checkpoint: later.note })],
  [
    'another tree of this size, signed by the bank',
    'proof-broken',
    async (own) => ({ ...own, checkpoint: await signedBy(later.root, own.treeSize) }),
  ],
  [
    'the true tree, signed by somebody else',
    'checkpoint-not-signed',
    async (own) => ({ ...own, checkpoint: await signedBy(rootOf(own), own.treeSize, await forger()) }),
  ],
  [
    'the true tree, signed at a time before there was the key',
    'checkpoint-not-signed',
    async (own) => ({
      ...own,
      checkpoint: await signedBy(rootOf(own), own.treeSize, { at: '2001-01-01T00:00:00.000000Z' }),
    }),
  ],
  [
    'a checkpoint with another size than was signed',
    'checkpoint-not-signed',
    (own) => ({
      ...own,
      checkpoint: own.checkpoint.replace(`\n${own.treeSize}\n`, `\n${own.treeSize + 1}\n`),
    }),
  ],
]

const flipped = (digit: string) => (digit === '0' ? '1' : '0')
const rootOf = ({ checkpoint: note }: Included) => Buffer.from(note.split('\n')[2] ?? '', 'base64')
async function forger() {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return { privateJwk: await exportJWK(pair.privateKey), publicJwk: await exportJWK(pair.publicKey) }
}

for (const [what, reason, change] of TAMPERINGS)
  test(`refused, though the bank's key signed the receipt: ${what}`, async () => {
    const changed = await change(included(receipt))
    expect(await judge(changed)).toEqual({ valid: false, reason })
    // The time that a receipt tells is not the separate verifier's matter; it sees that the row is not the tree's.
    expect((await judgeApart(changed)).fault).not.toBeNull()
  })

test('a receipt says where its event stands in the trail, and both programs find it there', async () => {
  const proof = included(receipt)
  expect(proof.entry).toMatch(new RegExp(`^audit_events/1 ${receipt.id} `))
  expect(await judge(proof)).toMatchObject({ valid: true, trail: 'included' })
  expect(await judgeApart(proof)).toMatchObject({ fault: null, rows: 1 })
})

test('one that was made before any checkpoint had its event says so, and is true all the same', async () => {
  expect(fresh.auditProof).toEqual({ state: 'not-yet-covered' })
  expect(await judge(fresh.auditProof)).toMatchObject({ valid: true, trail: 'not-yet-covered' })
  expect((await judgeApart(fresh.auditProof)).fault).toMatchObject({
    why: 'No checkpoint covered it when the file was made.',
  })
})

test('without a key of the trail nothing is said of the trail, but a proof of another row is still one', async () => {
  const without = { keys: keys.keys }
  expect(await judge(included(receipt), without)).toMatchObject({ valid: true, trail: 'unchecked' })
  expect(await judge(other, without)).toEqual({ valid: false, reason: 'proof-of-another' })
})

test('a key that has retired signs nothing of later, by either program', async () => {
  const proof = included(receipt)
  const ended = { exp: Math.floor(Date.now() / 1000) - 3600 }
  const retired = { keys: keys.keys, trail: keys.trail.map((key) => ({ ...key, ...ended })) }
  expect(await judge(proof, retired)).toEqual({ valid: false, reason: 'checkpoint-not-signed' })
  const path = join(folder, 'retired.json')
  await writeFile(path, await signedWith(proof))
  const judged = await judgeProofs({
    path,
    keys: readKeys(JSON.stringify({ keys: retired.trail })),
    witness: null,
  })
  expect(judged.fault).not.toBeNull()
})

test('a proof stays true as the trail grows', async () => {
  await givenRows(300)
  await makeCheckpoint()
  expect((await lastCheckpoint())?.size).toBeGreaterThan(included(receipt).treeSize)
  expect(await judge(included(receipt))).toMatchObject({ valid: true, trail: 'included' })
})

type Included = Extract<AuditProof, { state: 'included' }>
