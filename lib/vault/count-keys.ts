import 'server-only'
import { asc, sql } from 'drizzle-orm'
import { keysDatabase } from '@/db/connection'
import { destroyedKeys } from '@/db/keys-schema/destroyed-keys'
import { vaultKeys } from '@/db/keys-schema/vault-keys'

/** The keys of the vault by what they seal, never one by one by customer: how many, the oldest and the newest. Nothing secret. */
export async function countKeys(): Promise<CountedKeys[]> {
  const { rows } = await keysDatabase().execute<{
    kind: string
    keys: number
    oldest: string
    newest: string
  }>(sql`
    select case when subject like 'psu:%' then 'customers' when subject like 'account:%' then 'accounts'
        when subject like 'retention:%' then subject else id::text end as kind,
      count(*)::int as keys, min(created_at)::text as oldest, max(created_at)::text as newest
    from ${vaultKeys} group by 1 order by 1`)
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

export type CountedKeys = { kind: string; keys: number; oldest: Date; newest: Date }
export type Stone = typeof destroyedKeys.$inferSelect
