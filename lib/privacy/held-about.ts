import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { belongingsOf } from './belongings'
import { HELD_TABLES, placeOf, rowsOf } from './held-tables'
import type { HeldGroup, KeptKind } from './ownership'

/** No page needs to know more exactly than this how many rows there are; counting all would take as long as reading them. */
export const COUNTED_MAX = 10_000

/**
 * What the bank holds about a customer: of which table how many entries, `COUNTED_MAX` at most. Tables of which there is nothing
 * are left out.
 */
export async function heldAbout(psuId: string): Promise<HeldAbout[]> {
  const belongings = await belongingsOf(database(), psuId)
  const held: HeldAbout[] = []
  for (const table of HELD_TABLES) {
    const some = sql`${rowsOf(table, belongings, sql`1`)} limit ${COUNTED_MAX}`
    const { rows } = await placeOf(table, database()).execute<{ entries: number }>(
      sql`select count(*)::int as entries from (${some}) counted`,
    )
    const entries = rows[0]?.entries ?? 0
    const { group, kind } = table.owned
    if (entries > 0) held.push({ table: table.name, group, kind, entries })
  }
  return held
}

export type HeldAbout = {
  table: string
  group: HeldGroup
  kind: KeptKind
  entries: number
}
