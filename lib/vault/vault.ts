import 'server-only'
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { asc, desc, eq, getTableColumns, inArray, or, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { keysDatabase } from '@/db/connection'
import { type DESTROYED_BECAUSE, destroyedKeys } from '@/db/keys-schema/destroyed-keys'
import { vaultKeys } from '@/db/keys-schema/vault-keys'
import { keyWrapper, type Wrapped } from './key-wrapper'
import { type KeyPart, VaultKey } from './vault-key'

/** Seals what belongs to no customer yet, or to the bank: requests nobody has answered, signing keys. */
export const BANK_KEY_ID = '00000000-0000-7000-8000-000000000001'
/** Makes blind indexes. */
export const INDEX_KEY_ID = '00000000-0000-7000-8000-000000000002'

/** An unwrapped key is believed this long without asking whether it is still there: a destroyed one is dead everywhere after it. */
const CACHE_MILLIS = 10_000
/** More than this many are not held unwrapped at once. */
const CACHE_MAX = 20_000
/** Whoever meets a version that is not held asks for it anew, but for garbage not more often than this. */
const STRANGER_MILLIS = 1_000
/** A version is known everywhere before it seals: longer than a key is held, and than somebody works with one that was. */
export const KNOWN_SECONDS = 30

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
    const rows = await readVersions(missing)
    const held = new Map(missing.map((id) => [id, cache.get(id)]))
    for (const id of missing) cache.delete(id)
    const found = Map.groupBy(rows, ({ keyId }) => keyId)
    await Promise.all(
      [...found].map(async ([id, versions]) => cache.set(id, await heldOf(id, versions, held.get(id), at))),
    )
  }
  const found = ids.map((id) => cache.get(id)?.key)
  for (const id of cache.keys()) if (cache.size > CACHE_MAX) cache.delete(id)
  return found
}

/** The newest key of that subject; null where there is none. */
export async function keyOfSubject(subject: KeySubject): Promise<VaultKey | null> {
  const newest = keysDatabase()
    .select({ keyId: vaultKeys.keyId })
    .from(vaultKeys)
    .where(eq(vaultKeys.subject, subject))
  const [row] = await newest.orderBy(desc(vaultKeys.createdAt)).limit(1)
  return row ? vaultKey(row.keyId) : null
}

/** The bank's own key. */
export const bankKey = () => standing(BANK_KEY_ID)

/** Throws where the key-encryption key, or what stands for it, does not open the bank's own key now, whatever is held here. */
export async function requireUnwrapping(): Promise<void> {
  await bankKey()
  await requireKeysOfBank()
}

/**
 * As `requireUnwrapping`, of a key that is there already: makes none. Throws, with what to do, where the key database or what wraps its
 * keys is not the one by which the bank sealed.
 */
export async function requireKeysOfBank(): Promise<void> {
  const [row] = await readVersions([BANK_KEY_ID])
  if (!row) throw new Error('The key database is empty. Restore it first: npm run restore -- <folder> keys')
  await keyWrapper().unwrap(row, contextOf(row.id))
}

/** The key for blind indexes. It is never rotated with the others: an index made by it must stay findable. */
export const indexKey = () => standing(INDEX_KEY_ID)

/**
 * Destroys a key with all its versions, or one version by its own id, and leaves a stone for it. Every copy of what it sealed is
 * unreadable from then on, backups included. Again for one that is gone already it does nothing, and for one that a backup
 * brought back it does it anew.
 */
export async function destroyKey(id: string, because: Because): Promise<void> {
  const named = or(eq(vaultKeys.keyId, id), eq(vaultKeys.id, id))
  await keysDatabase().transaction(async (tx) => {
    // A rotation that is under way holds these rows; what it has made by then is seen by the statement after this one.
    await tx
      .select({ id: vaultKeys.id })
      .from(vaultKeys)
      .where(named)
      .orderBy(asc(vaultKeys.id))
      .for('update')
    await tx.insert(destroyedKeys).values({ id, destroyedAt: sql`now()`, because }).onConflictDoNothing()
    await tx.delete(vaultKeys).where(named)
  })
  cache.delete(id)
}

/** The same for many versions by their own ids, in a few statements: whoever calls it may hold a transaction elsewhere meanwhile. */
export async function destroyVersions(ids: readonly string[], because: Because): Promise<void> {
  const named = inArray(vaultKeys.id, [...ids])
  await keysDatabase().transaction(async (tx) => {
    const stones = ids.map((id) => ({ id, destroyedAt: sql`now()`, because }))
    await tx.insert(destroyedKeys).values(stones).onConflictDoNothing()
    await tx.delete(vaultKeys).where(named)
  })
}

/** A new secret for a version of a key, wrapped: what a row of `vault_keys` is made of. */
export async function newVersion(): Promise<{ id: string } & Wrapped> {
  const id = newId()
  return { id, ...(await keyWrapper().wrap(randomBytes(SECRET_BYTES), contextOf(id))) }
}

/** What a wrapped version is bound to: moved to another row it does not open. */
export const contextOf = (versionId: string) => `vault_keys:${versionId}`

const SECRET_BYTES = 32
const cache = new Map<string, Held>()

async function standing(id: string): Promise<VaultKey> {
  const [known] = await vaultKeysById([id])
  return known ?? insert(id, 'bank')
}

async function insert(id: string, subject: string): Promise<VaultKey> {
  const about = { keyId: id, version: 1, subject, createdAt: sql`now()` }
  const rows = partsOf(id, subject).map(async (part) => ({ ...about, part, ...(await newVersion()) }))
  // Two processes may make a standing key at the same time: the first wins and both use it.
  await keysDatabase()
    .insert(vaultKeys)
    .values(await Promise.all(rows))
    .onConflictDoNothing()
  cache.delete(id)
  return vaultKey(id)
}

/** Only customers and the bank have something in rows that never change. */
function partsOf(id: string, subject: string): KeyPart[] {
  return subject.startsWith('psu:') || id === BANK_KEY_ID ? ['changing', 'standing'] : ['changing']
}

/** `known`: this version may seal, for whoever holds an older copy of the key is without it no longer. By the database's clock alone. */
function readVersions(ids: readonly string[]) {
  return keysDatabase()
    .select({
      ...getTableColumns(vaultKeys),
      known: sql<boolean>`${vaultKeys.createdAt} <= now() - ${KNOWN_SECONDS} * interval '1 second'`,
    })
    .from(vaultKeys)
    .where(inArray(vaultKeys.keyId, [...ids]))
    .orderBy(asc(vaultKeys.version))
}

async function heldOf(id: string, rows: VersionRow[], before: Held | undefined, at: number): Promise<Held> {
  const secrets = await Promise.all(rows.map((row) => secretOf(row, before)))
  const versions = secrets.map(({ row, secret }) => ({
    id: row.id,
    part: row.part,
    secret,
    seals: seals(row, rows),
  }))
  const held: Held = {
    key: new VaultKey(id, versions, () => {
      held.until = Math.min(held.until, at + STRANGER_MILLIS)
    }),
    secrets: new Map(secrets.map(({ row, secret }) => [row.id, { wrapped: row.wrapped, secret }])),
    until: at + CACHE_MILLIS,
  }
  return held
}

/** Of its part the newest that is known everywhere; a key's first version at once. `rows` in the order of their versions. */
function seals(row: VersionRow, rows: VersionRow[]): boolean {
  const ofPart = rows.filter(({ part }) => part === row.part)
  return row === (ofPart.findLast(({ known }) => known) ?? ofPart[0])
}

/** Only a version that is new here, or wrapped anew, is unwrapped: a KMS is asked once for each, not every ten seconds. */
async function secretOf(row: VersionRow, before: Held | undefined) {
  const held = before?.secrets.get(row.id)
  if (held?.wrapped.equals(row.wrapped)) return { row, secret: held.secret }
  return { row, secret: createSecretKey(await keyWrapper().unwrap(row, contextOf(row.id))) }
}

type VersionRow = typeof vaultKeys.$inferSelect & { known: boolean }
type Held = {
  key: VaultKey
  secrets: ReadonlyMap<string, { wrapped: Buffer; secret: KeyObject }>
  until: number
}
type Because = (typeof DESTROYED_BECAUSE)[number]
export type KeySubject = `psu:${string}` | `account:${string}` | `retention:${string}`
