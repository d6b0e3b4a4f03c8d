import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { belongingsOf } from './belongings'
import { HELD_TABLES, placeOf, rowsOf } from './held-tables'
import type { HeldGroup } from './ownership'

/** No page needs to know more exactly than this how many rows there are; counting all would take as long as reading them. */
export const COUNTED_MAX = 10_000

/**
 * What the bank holds about a customer: per kind how many entries, `COUNTED_MAX` at most, and on what ground and how long as
 * `docs/retention.md` has it. Kinds of which there is nothing are left out.
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
    const { purpose, period, basis } = table.keeping
    if (entries > 0)
      held.push({ table: table.name, group: table.owned.group, entries, purpose, period, basis })
  }
  return held
}

export type HeldAbout = {
  table: string
  group: HeldGroup
  entries: number
  purpose: string
  period: string
  basis: string
}
