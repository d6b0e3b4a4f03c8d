import 'server-only'
import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { eq, inArray } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { keysDatabase } from '@/db/connection'
import { vaultKeys } from '@/db/keys-schema/vault-keys'
import type { Sealed } from '@/db/schema/columns'
import { decrypt, encrypt } from './cipher'
import { keyEncryptionKey } from './key-encryption-key'

/** Seals what belongs to no customer yet, or to the bank: requests nobody has answered, signing keys. */
const BANK_KEY_ID = '00000000-0000-7000-8000-000000000001'
/** Makes blind indexes. */
const INDEX_KEY_ID = '00000000-0000-7000-8000-000000000002'

/** An unwrapped key is kept this long: a destroyed key is dead in every process after it. */
const CACHE_MILLIS = 10_000

/**
 * One key, ready to seal and open. `field` names the column (`psus.name`): sealed bytes open only under the field
 * they were sealed for. A value is text or anything JSON can hold.
 */
export class VaultKey {
  private readonly secret: KeyObject

  constructor(
    readonly id: string,
    secret: Buffer,
  ) {
    this.secret = createSecretKey(secret)
  }

  seal(field: string, value: unknown): Sealed {
    const plain = Buffer.from(JSON.stringify(value))
    return encrypt(this.secret, `${this.id}:${field}`, plain) as Sealed
  }

  open<T>(field: string, sealed: Buffer): T {
    return JSON.parse(decrypt(this.secret, `${this.id}:${field}`, sealed).toString('utf8'))
  }

  /** A keyed hash for exact-match search; tells nothing without the key. */
  index(field: string, value: string): Buffer {
    return createHmac('sha256', this.secret).update(`${field}\0${value}`).digest()
  }
}

/** Makes a key for a customer (`psu:<id>`) or an account (`account:<id>`) and keeps it wrapped. */
export async function createKey(subject: `psu:${string}` | `account:${string}`): Promise<VaultKey> {
  return insert(newId(), subject)
}

/** The key of that id. Throws when it was destroyed: what it sealed is gone, and no caller may pretend otherwise. */
export async function vaultKey(id: string): Promise<VaultKey> {
  const [key] = await vaultKeysById([id])
  if (!key) throw new Error(`The vault has no key ${id}`)
  return key
}

/** Several keys in one look-up, in the order asked for. */
export async function vaultKeysById(ids: readonly string[]): Promise<(VaultKey | undefined)[]> {
  const at = Date.now()
  const missing = [...new Set(ids)].filter((id) => (cache.get(id)?.until ?? 0) <= at)
  if (missing.length > 0) {
    const rows = await keysDatabase().select().from(vaultKeys).where(inArray(vaultKeys.id, missing))
    for (const id of missing) cache.delete(id)
    for (const row of rows) cache.set(row.id, { key: unwrap(row), until: at + CACHE_MILLIS })
  }
  return ids.map((id) => cache.get(id)?.key)
}

/** The bank's own key. */
export const bankKey = () => standing(BANK_KEY_ID)

/** The key for blind indexes. It is never rotated with the others: an index made by it must stay findable. */
export const indexKey = () => standing(INDEX_KEY_ID)

/** Destroys a key. Every copy of what it sealed is unreadable from then on, backups included. */
export async function destroyKey(id: string): Promise<void> {
  await keysDatabase().delete(vaultKeys).where(eq(vaultKeys.id, id))
  cache.delete(id)
}

const cache = new Map<string, { key: VaultKey; until: number }>()

async function standing(id: string): Promise<VaultKey> {
  const [known] = await vaultKeysById([id])
  return known ?? insert(id, 'bank')
}

async function insert(id: string, subject: string): Promise<VaultKey> {
  const secret = randomBytes(32)
  const { id: kekId, key: kek } = keyEncryptionKey()
  const wrapped = encrypt(kek, `vault_keys:${id}`, secret)
  await keysDatabase()
    .insert(vaultKeys)
    .values({ id, subject, wrapped, kekId, createdAt: new Date() })
    // Two processes may make a standing key at the same time: the first wins and both use it.
    .onConflictDoNothing()
  cache.delete(id)
  return vaultKey(id)
}

function unwrap(row: typeof vaultKeys.$inferSelect): VaultKey {
  const { id: kekId, key: kek } = keyEncryptionKey()
  if (row.kekId !== kekId)
    throw new Error(
      `Key ${row.id} is wrapped under ${row.kekId}, but this process has ${kekId}: check KEY_ENCRYPTION_KEY_FILE`,
    )
  return new VaultKey(row.id, decrypt(kek, `vault_keys:${row.id}`, row.wrapped))
}
