import 'server-only'
import { asc, isNotNull, sql } from 'drizzle-orm'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { database, type Queryable, type Transaction } from '@/db/connection'
import { evidenceKeys } from '@/db/schema/evidence-keys'
import { publicJwkOf } from '@/lib/signing/rotate-lasting-key'
import { bankKey } from '@/lib/vault/vault'
import { EVIDENCE_ALGORITHM } from './evidence-file'

/** Any number, the same for every instance: who holds this lock makes evidence keys, the others wait and find them made. */
const KEY_MAKING_LOCK = 4_815_162_344

/** A server that holds the key or the set notices a rotation within this time. */
const KEPT_MILLIS = 5_000

/** The private key that signs receipts now. The very first call makes it. */
export async function loadEvidenceKey(): Promise<{ kid: string; jwk: JWK }> {
  if (heldKey && heldKey.until > performance.now()) return heldKey
  const signing = (await readRows()).find(isSigning)
  if (!signing?.sealedPrivateJwk) {
    await makeFirstKey()
    return loadEvidenceKey()
  }
  const jwk = (await bankKey()).open<JWK>('evidence_keys.private_jwk', signing.sealedPrivateJwk)
  heldKey = { kid: signing.kid, jwk, until: performance.now() + KEPT_MILLIS }
  return heldKey
}
let heldKey: { kid: string; jwk: JWK; until: number } | undefined

/**
 * Every evidence key there ever was, as a JWK Set for whoever checks a receipt. `nbf` and `exp` say in which time it
 * signed; one without `exp` still does, or will.
 */
export async function publishedEvidenceKeys(): Promise<{ keys: PublishedKey[] }> {
  if (heldSet && heldSet.until > performance.now()) return heldSet.set
  const rows = await readRows()
  const set = { keys: rows.map((row) => publicJwkOf(row, EVIDENCE_ALGORITHM)) }
  heldSet = { set, until: performance.now() + KEPT_MILLIS }
  return set
}
let heldSet: { set: { keys: PublishedKey[] }; until: number } | undefined

/** Makes a key pair and stores it, the private part sealed. Its `kid` is the thumbprint (RFC 7638): never used twice. */
export async function makeEvidenceKey(tx: Transaction, signs: boolean): Promise<string> {
  const pair = await generateKeyPair(EVIDENCE_ALGORITHM, { extractable: true })
  const publicJwk = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(publicJwk)
  await tx.insert(evidenceKeys).values({
    kid,
    publicJwk,
    sealedPrivateJwk: (await bankKey()).seal('evidence_keys.private_jwk', await exportJWK(pair.privateKey)),
    // A key was there before it signed, whatever a sandbox's clock does later; the first one is made for a receipt that
    // has been dated already.
    createdAt: sql`least(now(), placet_now()) - interval '1 minute'`,
    signsFrom: signs ? sql`placet_now()` : null,
  })
  return kid
}

/** One maker of evidence keys at a time, in all instances together. */
export async function lockEvidenceKeys(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${KEY_MAKING_LOCK})`)
}

async function makeFirstKey(): Promise<void> {
  await database().transaction(async (tx) => {
    await lockEvidenceKeys(tx)
    const known = await tx.select().from(evidenceKeys).where(isNotNull(evidenceKeys.signsFrom))
    if (!known.some(isSigning)) await makeEvidenceKey(tx, true)
  })
}

const isSigning = ({ signsFrom, signsUntil }: typeof evidenceKeys.$inferSelect) =>
  signsFrom !== null && signsUntil === null

const readRows = (queryable: Queryable = database()) =>
  queryable.select().from(evidenceKeys).orderBy(asc(evidenceKeys.createdAt))

type PublishedKey = JWK & { kid: string; nbf: number; exp?: number }
