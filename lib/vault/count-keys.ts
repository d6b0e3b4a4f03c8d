import 'server-only'
import { asc, sql } from 'drizzle-orm'
import { keysDatabase } from '@/db/connection'
import { destroyedKeys } from '@/db/keys-schema/destroyed-keys'
import { vaultKeys } from '@/db/keys-schema/vault-keys'

/**
 * The keys of the vault by what they seal, never one by one by customer: how many, when the versions that seal now were made, the
 * oldest and the newest of them, and how many replaced ones are left. Nothing secret.
 */
export async function countKeys(): Promise<CountedKeys[]> {
  const { rows } = await keysDatabase().execute<{
    kind: string
    keys: number
    replaced: number
    oldest: string
    newest: string
  }>(sql`
    select case when subject like 'psu:%' then 'customers' when subject like 'account:%' then 'accounts'
        when subject like 'retention:%' then subject else key_id::text end as kind,
      count(distinct key_id)::int as keys, (count(*) filter (where replaced))::int as replaced,
      min(created_at) filter (where not replaced)::text as oldest,
      max(created_at) filter (where not replaced)::text as newest
    from (select *, version < max(version) over (partition by key_id, part) as replaced from ${vaultKeys}) v
    group by 1 order by 1`)
  return rows.map(({ oldest, newest, ...row }) => ({
    ...row,
    oldest: new Date(oldest),
    newest: new Date(newest),
  }))
}

/** The stones of all destroyed keys, the oldest first: what has to be destroyed again where a backup brings it back. */
export function findStones(): Promise<Stone[]> {
  return keysDatabase().select().from(destroyedKeys).orderBy(asc(destroyedKeys.destroyedAt))
}

export type CountedKeys = { kind: string; keys: number; replaced: number; oldest: Date; newest: Date }
export type Stone = typeof destroyedKeys.$inferSelect
