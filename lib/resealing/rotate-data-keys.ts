import 'server-only'
import { asc, inArray, sql } from 'drizzle-orm'
import { database, keysDatabase, type Transaction } from '@/db/connection'
import { vaultKeys } from '@/db/keys-schema/vault-keys'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { BANK_KEY_ID, newVersion } from '@/lib/vault/vault'

const AT_ONCE = 500

/**
 * Gives keys a new version of each part, which seals from half a minute on; the older ones open as before. Which keys: those of one
 * customer or account by its id, all of customers, accounts and the bank, or those of them whose newest version is older than so
 * many days. Not the index key, by which things are found, nor the keys of laws, which end with their month. The trail has an event for
 * each five hundred, in whose transaction they are made. Returns how many keys.
 */
export async function rotateDataKeys(which: WhichKeys): Promise<number> {
  const started = await keysDatabase().execute<{ now: string }>(sql`select now()::text as now`)
  const before = started.rows[0]?.now ?? ''
  let rotated = 0
  let after: string | null = null
  for (;;) {
    const keys: string[] = await nextKeys(which, before, after)
    if (keys.length === 0) return rotated
    // Wrapped before the transaction: a KMS may take its time.
    const made = await Promise.all(
      (await newestOf(keys)).map(async (newest) => ({ newest, ...(await newVersion()) })),
    )
    // All of them may have been destroyed since.
    if (made.length > 0) rotated += await database().transaction((tx) => rotateSome(tx, which, made))
    after = keys.at(-1) ?? null
  }
}

/** Those whose newest version is older than the run itself, so that a key which is made meanwhile does not come up. */
async function nextKeys(which: WhichKeys, before: string, after: string | null): Promise<string[]> {
  const days = 'olderThanDays' in which ? which.olderThanDays : 0
  const named =
    'named' in which
      ? sql`subject in (${`psu:${which.named}`}, ${`account:${which.named}`})`
      : sql`(subject like 'psu:%' or subject like 'account:%' or key_id = ${BANK_KEY_ID})`
  const { rows } = await keysDatabase().execute<{ key_id: string }>(sql`
    select key_id from ${vaultKeys} where ${named} and ${after === null ? sql`true` : sql`key_id > ${after}`}
    group by key_id having max(created_at) < ${before}::timestamptz - ${days} * interval '1 day'
    order by key_id limit ${AT_ONCE}`)
  return rows.map(({ key_id }) => key_id)
}

/** Bears repeating: a second run makes the versions that the first one made, and so none. */
async function rotateSome(tx: Transaction, which: WhichKeys, made: readonly Made[]): Promise<number> {
  const keys = new Set(made.map(({ newest }) => newest.key_id)).size
  await recordEvent(tx, {
    at: await now(tx),
    type: 'bank.keys-rotated',
    actor: 'system',
    subject: 'bank:keys',
    detail: { keys, which: 'all' in which ? 'all' : 'named' in which ? 'one' : 'older' },
  })
  await addVersions(made)
  return keys
}

async function newestOf(keys: readonly string[]): Promise<Newest[]> {
  const { rows } = await keysDatabase().execute<Newest>(sql`
    select distinct on (key_id, part) id, key_id from ${vaultKeys}
    where key_id = any(${`{${keys.join(',')}}`}::uuid[]) order by key_id, part, version desc`)
  return rows
}

/** Each only beside its predecessor, whose row is held: of a key that is destroyed at this moment nothing comes back. */
async function addVersions(made: readonly Made[]): Promise<void> {
  await keysDatabase().transaction(async (tx) => {
    const ids = made.map(({ newest }) => newest.id)
    const held = await tx
      .select()
      .from(vaultKeys)
      .where(inArray(vaultKeys.id, ids))
      .orderBy(asc(vaultKeys.id))
      .for('update')
    const before = new Map(held.map((row) => [row.id, row]))
    const rows = made.flatMap(({ newest, id, wrapped, kekId }) => {
      const row = before.get(newest.id)
      if (!row) return []
      const { keyId, part, subject, version } = row
      return [{ id, keyId, part, subject, version: version + 1, wrapped, kekId, createdAt: sql`now()` }]
    })
    // Another run was quicker.
    if (rows.length > 0) await tx.insert(vaultKeys).values(rows).onConflictDoNothing()
  })
}

type Newest = { id: string; key_id: string }
type Made = { newest: Newest } & Awaited<ReturnType<typeof newVersion>>
export type WhichKeys = { all: true } | { named: string } | { olderThanDays: number }
