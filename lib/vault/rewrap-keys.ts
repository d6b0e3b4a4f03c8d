import 'server-only'
import { and, asc, eq, ne, sql } from 'drizzle-orm'
import { keysDatabase } from '@/db/connection'
import { vaultKeys } from '@/db/keys-schema/vault-keys'
import { keyWrapper } from './key-wrapper'
import { contextOf } from './vault'

const AT_ONCE = 200

/**
 * Wraps every key of the vault under the newest key-encryption key, while instances run: each row is good before and after, and
 * what is already wrapped under the newest is passed over, so a run that was killed is simply repeated. A key that is destroyed
 * meanwhile stays destroyed. Throws at the first that cannot be unwrapped here.
 */
export async function rewrapKeys({ atOnce = AT_ONCE }: { atOnce?: number } = {}): Promise<Rewrapped> {
  const wrapper = keyWrapper()
  const newest = await wrapper.newest()
  let rewrapped = 0
  for (;;) {
    const rows = await keysDatabase()
      .select()
      .from(vaultKeys)
      .where(ne(vaultKeys.kekId, newest))
      .orderBy(asc(vaultKeys.id))
      .limit(atOnce)
    if (rows.length === 0) return { kekId: newest, rewrapped }
    for (const row of rows) {
      const secret = await wrapper.unwrap(row, contextOf(row.id))
      const next = await wrapper.wrap(secret, contextOf(row.id))
      if (next.kekId !== newest)
        throw new Error(`The newest key was ${newest} and is ${next.kekId} now: run this again`)
      const unchanged = and(eq(vaultKeys.id, row.id), eq(vaultKeys.kekId, row.kekId))
      const { rowCount } = await keysDatabase().update(vaultKeys).set(next).where(unchanged)
      rewrapped += rowCount ?? 0
    }
  }
}

/** Under which key-encryption keys how many keys are wrapped. One that is not here has nothing left to open. */
export async function wrappedUnder(): Promise<{ kekId: string; keys: number }[]> {
  return keysDatabase()
    .select({ kekId: vaultKeys.kekId, keys: sql<number>`count(*)::int` })
    .from(vaultKeys)
    .groupBy(vaultKeys.kekId)
}

type Rewrapped = { kekId: string; rewrapped: number }
