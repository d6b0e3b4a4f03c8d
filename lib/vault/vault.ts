import 'server-only'
import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { desc, eq, inArray, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { keysDatabase } from '@/db/connection'
import { type DESTROYED_BECAUSE, destroyedKeys } from '@/db/keys-schema/destroyed-keys'
import { vaultKeys } from '@/db/keys-schema/vault-keys'
import type { Sealed } from '@/db/schema/columns'
import { decrypt, encrypt } from './cipher'
import { keyWrapper } from './key-wrapper'

/** Seals what belongs to no customer yet, or to the bank: requests nobody has answered, signing keys. */
export const BANK_KEY_ID = '00000000-0000-7000-8000-000000000001'
/** Makes blind indexes. */
export const INDEX_KEY_ID = '00000000-0000-7000-8000-000000000002'

/** An unwrapped key is believed this long without asking whether it is still there: a destroyed one is dead everywhere after it. */
const CACHE_MILLIS = 10_000
/** More than this many are not held unwrapped at once. */
const CACHE_MAX = 20_000

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

/**
 * Makes a key for a customer (`psu:<id>`), an account (`account:<id>`), or what a law keeps until the end of a month
 * (`retention:<law>:<yyyy-mm>`), and keeps it wrapped.
 */
export async function createKey(subject: KeySubject): Promise<VaultKey> {
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
    const held = new Map(missing.map((id) => [id, cache.get(id)]))
    for (const id of missing) cache.delete(id)
    for (const { key, row } of await Promise.all(rows.map((row) => unwrapUnlessHeld(row, held.get(row.id)))))
      cache.set(row.id, { key, wrapped: row.wrapped, until: at + CACHE_MILLIS })
  }
  const found = ids.map((id) => cache.get(id)?.key)
  for (const id of cache.keys()) if (cache.size > CACHE_MAX) cache.delete(id)
  return found
}

/** The newest key of that subject; null where there is none. */
export async function keyOfSubject(subject: KeySubject): Promise<VaultKey | null> {
  const newest = keysDatabase()
    .select({ id: vaultKeys.id })
    .from(vaultKeys)
    .where(eq(vaultKeys.subject, subject))
  const [row] = await newest.orderBy(desc(vaultKeys.createdAt)).limit(1)
  return row ? vaultKey(row.id) : null
}

/** The bank's own key. */
export const bankKey = () => standing(BANK_KEY_ID)

/** Throws where the key-encryption key, or what stands for it, does not open the bank's own key now, whatever is held here. */
export async function requireUnwrapping(): Promise<void> {
  await bankKey()
  const [row] = await keysDatabase().select().from(vaultKeys).where(eq(vaultKeys.id, BANK_KEY_ID))
  if (row) await keyWrapper().unwrap(row, contextOf(row.id))
}

/** The key for blind indexes. It is never rotated with the others: an index made by it must stay findable. */
export const indexKey = () => standing(INDEX_KEY_ID)

/**
 * Destroys a key and leaves a stone for it. Every copy of what it sealed is unreadable from then on, backups included. Again
 * for one that is gone already it does nothing, and for one that a backup brought back it does it anew.
 */
export async function destroyKey(id: string, because: Because): Promise<void> {
  await keysDatabase().transaction(async (tx) => {
    await tx.insert(destroyedKeys).values({ id, destroyedAt: sql`now()`, because }).onConflictDoNothing()
    await tx.delete(vaultKeys).where(eq(vaultKeys.id, id))
  })
  cache.delete(id)
}

/** What a wrapped key is bound to: moved to another row it does not open. */
export const contextOf = (id: string) => `vault_keys:${id}`

const cache = new Map<string, Held>()

async function standing(id: string): Promise<VaultKey> {
  const [known] = await vaultKeysById([id])
  return known ?? insert(id, 'bank')
}

async function insert(id: string, subject: string): Promise<VaultKey> {
  const wrapped = await keyWrapper().wrap(randomBytes(32), contextOf(id))
  await keysDatabase()
    .insert(vaultKeys)
    .values({ id, subject, ...wrapped, createdAt: new Date() })
    // Two processes may make a standing key at the same time: the first wins and both use it.
    .onConflictDoNothing()
  cache.delete(id)
  return vaultKey(id)
}

/** Only a key that is new here, or wrapped anew, is unwrapped: a KMS is asked once for each key, not every ten seconds. */
async function unwrapUnlessHeld(row: typeof vaultKeys.$inferSelect, held: Held | undefined) {
  if (held?.wrapped.equals(row.wrapped)) return { row, key: held.key }
  return { row, key: new VaultKey(row.id, await keyWrapper().unwrap(row, contextOf(row.id))) }
}

type Held = { key: VaultKey; wrapped: Buffer; until: number }
type Because = (typeof DESTROYED_BECAUSE)[number]
export type KeySubject = `psu:${string}` | `account:${string}` | `retention:${string}`
