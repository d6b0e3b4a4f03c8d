import 'server-only'
import { and, asc, isNotNull, isNull, sql } from 'drizzle-orm'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { database, type Transaction } from '@/db/connection'
import { checkpointKeys } from '@/db/schema/checkpoint-keys'
import { env } from '@/lib/env'
import { publicJwkOf } from '@/lib/signing/rotate-lasting-key'
import { bankKey } from '@/lib/vault/vault'
import { verifierKey } from './signed-note'

const ALGORITHM = 'EdDSA'

/** Under which name the bank's trail is known to witnesses: a URL without its scheme, as C2SP wants it. */
export const trailOrigin = () => `${new URL(env.PUBLIC_ORIGIN).host}/audit`

/** The pair that signs checkpoints now; the very first call makes it. Within the lock of `makeCheckpoint` or of a rotation. */
export async function loadCheckpointKey(tx: Transaction): Promise<{ privateJwk: JWK; publicJwk: JWK }> {
  const [row] = await tx
    .select()
    .from(checkpointKeys)
    .where(and(isNotNull(checkpointKeys.signsFrom), isNull(checkpointKeys.signsUntil)))
  if (!row?.sealedPrivateJwk) {
    await makeCheckpointKey(tx, true)
    return loadCheckpointKey(tx)
  }
  const privateJwk = (await bankKey()).open<JWK>('checkpoint_keys.private_jwk', row.sealedPrivateJwk)
  return { privateJwk, publicJwk: row.publicJwk }
}

/** Makes a key pair and stores it, the private part sealed. */
export async function makeCheckpointKey(tx: Transaction, signs: boolean): Promise<string> {
  const pair = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true })
  const publicJwk = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(publicJwk)
  await tx.insert(checkpointKeys).values({
    kid,
    publicJwk,
    sealedPrivateJwk: (await bankKey()).seal('checkpoint_keys.private_jwk', await exportJWK(pair.privateKey)),
    createdAt: sql`least(now(), placet_now())`,
    signsFrom: signs ? sql`placet_now()` : null,
  })
  return kid
}

/** Every key there ever was that signs checkpoints, as a JWK Set; `vkey` is the same key as C2SP tools take it. */
export async function publishedCheckpointKeys(): Promise<{ origin: string; keys: PublishedKey[] }> {
  const origin = trailOrigin()
  const rows = await database().select().from(checkpointKeys).orderBy(asc(checkpointKeys.createdAt))
  return {
    origin,
    keys: rows.map((row) => ({ ...publicJwkOf(row, ALGORITHM), vkey: verifierKey(origin, row.publicJwk) })),
  }
}

type PublishedKey = JWK & { kid: string; vkey: string; nbf: number; exp?: number }
