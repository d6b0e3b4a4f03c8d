import 'server-only'
import { and, eq, inArray, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { keysDatabase } from '@/db/connection'
import { vaultKeys } from '@/db/keys-schema/vault-keys'
import { KNOWN_SECONDS } from './vault'

/** After this long nobody seals under the older version any more, however long ago they looked the key up. */
const REPLACED_SECONDS = 2 * KNOWN_SECONDS

/** The time of the key database, by which every mark on a version is made. */
export async function vaultTime(): Promise<string> {
  const { rows } = await keysDatabase().execute<{ now: string }>(sql`select clock_timestamp()::text as now`)
  return rows[0]?.now ?? ''
}

/**
 * Of these versions those that were replaced so long ago that nothing new comes under them. Each is marked as found now, by whoever
 * looks through everything since `since`: such a version is not empty.
 */
export async function markFound(ids: readonly string[], since: string): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const found = await keysDatabase()
    .select({
      id: vaultKeys.id,
      keyId: vaultKeys.keyId,
      marked: sql<boolean>`coalesce(${vaultKeys.seenAt} >= ${since}, false)`,
    })
    .from(vaultKeys)
    .where(and(inArray(vaultKeys.id, [...ids]), replacedFor(REPLACED_SECONDS)))
  const unmarked = found.filter(({ marked }) => !marked).map(({ id }) => id)
  if (unmarked.length > 0)
    await keysDatabase()
      .update(vaultKeys)
      .set({ seenAt: sql`clock_timestamp()`, emptySince: null })
      .where(inArray(vaultKeys.id, unmarked))
  return new Map(found.map(({ id, keyId }) => [id, keyId]))
}

/**
 * Marks every replaced version of these parts of which nothing was found by who looked through everything since `since`. Empty from
 * now on, and not from then: what the look came to late may have been there, and in a backup, until a moment ago.
 */
export async function markEmpty(parts: readonly Part[], since: string): Promise<void> {
  await keysDatabase()
    .update(vaultKeys)
    .set({ emptySince: sql`clock_timestamp()` })
    .where(
      and(
        inArray(vaultKeys.part, [...parts]),
        isNull(vaultKeys.emptySince),
        replacedFor(REPLACED_SECONDS, sql`${since}::timestamptz`),
        sql`coalesce(${vaultKeys.seenAt} < ${since}::timestamptz, true)`,
      ),
    )
}

/** The replaced versions that have been empty for so many days: no backup of the data that is younger needs them. */
export async function endedVersions(days: number, atOnce: number): Promise<string[]> {
  const rows = await keysDatabase()
    .select({ id: vaultKeys.id })
    .from(vaultKeys)
    .where(
      and(lte(vaultKeys.emptySince, sql`now() - ${days} * interval '1 day'`), replacedFor(REPLACED_SECONDS)),
    )
    .limit(atOnce)
  return rows.map(({ id }) => id)
}

/** How many versions were replaced, and how they stand: too lately to be sealed anew, with something left, or empty. */
export async function countReplaced(): Promise<Replaced> {
  const is = (condition: SQL) => sql<number>`(count(*) filter (where ${condition}))::int`
  const [counted] = await keysDatabase()
    .select({
      lately: is(sql`not ${replacedFor(REPLACED_SECONDS)}`),
      left: is(
        sql`${replacedFor(REPLACED_SECONDS)} and ${vaultKeys.part} = 'changing' and ${vaultKeys.emptySince} is null`,
      ),
      standing: is(
        sql`${replacedFor(REPLACED_SECONDS)} and ${vaultKeys.part} = 'standing' and ${vaultKeys.emptySince} is null`,
      ),
      empty: is(sql`${vaultKeys.emptySince} is not null`),
    })
    .from(vaultKeys)
    .where(replacedFor(0))
  return counted ?? { lately: 0, left: 0, standing: 0, empty: 0 }
}

/** Each version in words, with its number: `newest 2`, `replaced 1`. One that is not here was destroyed. */
export async function describeVersions(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await keysDatabase()
    .select({ id: vaultKeys.id, version: vaultKeys.version, replaced: sql<boolean>`${replacedFor(0)}` })
    .from(vaultKeys)
    .where(inArray(vaultKeys.id, [...ids]))
  return new Map(
    rows.map(({ id, version, replaced }) => [id, `${replaced ? 'replaced' : 'newest'} ${version}`]),
  )
}

const newer = alias(vaultKeys, 'newer')

/** There was a newer version of the same part so long before. */
function replacedFor(seconds: number, before: SQL = sql`now()`): SQL {
  return sql`exists (${keysDatabase()
    .select({ one: sql`1` })
    .from(newer)
    .where(
      and(
        eq(newer.keyId, vaultKeys.keyId),
        eq(newer.part, vaultKeys.part),
        sql`${newer.version} > ${vaultKeys.version}`,
        sql`${newer.createdAt} <= ${before} - ${seconds} * interval '1 second'`,
      ),
    )})`
}

type Part = (typeof vaultKeys.$inferSelect)['part']
export type Replaced = { lately: number; left: number; standing: number; empty: number }
