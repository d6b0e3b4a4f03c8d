import 'server-only'
import { asc, sql } from 'drizzle-orm'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { database, type Queryable, type Transaction } from '@/db/connection'
import { signingKeys } from '@/db/schema/signing-keys'
import { bankKey } from '@/lib/vault/vault'

/** FAPI 2.0 5.4: PS256 and ES256. Both are always there, since each client may choose. */
export const SIGNING_ALGORITHMS = ['PS256', 'ES256'] as const
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number]

/** Any number, the same for every instance: who holds this lock makes keys, the others wait and find them made. */
const KEY_MAKING_LOCK = 4_815_162_343

/** The library signs with the first fitting key it is given; the others are there so that verifiers find them. */
const ORDER = ['signing', 'published', 'retired'] as const

/** The private key set, first the keys that sign. The very first call makes the keys. */
export async function loadSigningKeys(): Promise<JWK[]> {
  const rows = await readRows()
  const sets = SIGNING_ALGORITHMS.every((algorithm) =>
    rows.some((row) => row.algorithm === algorithm && row.state === 'signing'),
  )
  if (!sets) {
    await makeFirstKeys()
    return loadSigningKeys()
  }
  const key = await bankKey()
  return rows
    .toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state))
    .map((row) => key.open<JWK>('signing_keys.private_jwk', row.sealedPrivateJwk))
}

/** Changes whenever a key appears, goes or changes its part. */
export async function signingKeysVersion(): Promise<string> {
  const { rows } = await database().execute<{ version: string | null }>(
    sql`select md5(string_agg(kid || state, ',' order by kid)) as version from ${signingKeys}
        where ${signingKeys.retiredAt} is null or ${signingKeys.retiredAt} > placet_now()`,
  )
  return rows[0]?.version ?? ''
}

/** Makes a key pair and stores it, the private part sealed. Its `kid` is the thumbprint (RFC 7638): never used twice. */
export async function makeSigningKey({
  tx,
  algorithm,
  state,
  now,
}: MakeSigningKey): Promise<{ kid: string }> {
  const pair = await generateKeyPair(algorithm, { extractable: true, modulusLength: 2048 })
  const publicJwk = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(publicJwk)
  const about = { kid, alg: algorithm, use: 'sig' }
  const privateJwk = { ...(await exportJWK(pair.privateKey)), ...about }
  await tx.insert(signingKeys).values({
    kid,
    state,
    algorithm,
    publicJwk: { ...publicJwk, ...about },
    sealedPrivateJwk: (await bankKey()).seal('signing_keys.private_jwk', privateJwk),
    createdAt: now,
  })
  return { kid }
}

/** One maker of keys at a time, in all instances together. */
export async function lockKeyMaking(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${KEY_MAKING_LOCK})`)
}

async function makeFirstKeys(): Promise<void> {
  await database().transaction(async (tx) => {
    await lockKeyMaking(tx)
    const rows = await readRows(tx)
    for (const algorithm of SIGNING_ALGORITHMS) {
      if (rows.some((row) => row.algorithm === algorithm && row.state === 'signing')) continue
      await makeSigningKey({ tx, algorithm, state: 'signing', now: new Date() })
    }
  })
}

function readRows(queryable: Queryable = database()) {
  return queryable
    .select()
    .from(signingKeys)
    .where(sql`${signingKeys.retiredAt} is null or ${signingKeys.retiredAt} > placet_now()`)
    .orderBy(asc(signingKeys.createdAt))
}

type MakeSigningKey = {
  tx: Transaction
  algorithm: SigningAlgorithm
  state: 'signing' | 'published'
  now: Date
}
