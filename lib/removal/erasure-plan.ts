import 'server-only'
import { getTableName, type SQL, sql } from 'drizzle-orm'
import { database, type Queryable } from '@/db/connection'
import { RETENTIONS } from '@/db/retention'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { ERASURE_RULES, NOT_BY_TABLE, STAYS } from './erasure-rules'

/**
 * What the bank holds of a customer, kind by kind, and what an erasure makes of it: how much goes at once, how much stays, under
 * which rule and until when (GDPR Art. 17(1), (3)). Purpose and rule are those of `docs/retention.md`, which the same annotations
 * write. Kinds of which there is nothing are left out.
 */
export async function erasurePlan(
  psuId: string,
  queryable: Queryable = database(),
): Promise<PlannedErasure[]> {
  const planned: PlannedErasure[] = []
  for (const kept of keptOfCustomers()) {
    const found = await lookAt(queryable, kept.table, psuId)
    if (found.rows > 0) planned.push({ ...kept, ...found })
  }
  return planned
}

/** Each table with data of customers, and why it is kept. */
export function keptOfCustomers(): Kept[] {
  return RETENTIONS.flatMap(({ table, keepings }) => {
    const keeping = keepings.find(({ whose, personal }) => whose === 'customer' && personal)
    const name = getTableName(table)
    if (!keeping || NOT_BY_TABLE.includes(name)) return []
    const { purpose, period, basis } = keeping
    return [{ table: name, purpose, period, rule: basis }]
  })
}

/** A rule as a statement about one customer: the rules are ours, the id is a parameter. */
export function ruleFor(rule: string, table: string, psuId: string): SQL {
  const whose = (ERASURE_RULES[table] ?? STAYS).of
  const parts = rule.replaceAll('$table', table).replaceAll('$of', whose).split('$psu')
  return sql.join(
    parts.map((part) => sql.raw(part)),
    sql`${psuId}::uuid`,
  )
}

async function lookAt(queryable: Queryable, table: string, psuId: string): Promise<Found> {
  const rule = ERASURE_RULES[table] ?? STAYS
  const { rows } = await queryable.execute<{ rows: number; now: number }>(sql`
    select count(*)::int as rows, count(*) filter (where ${ruleFor(rule.now ?? 'false', table, psuId)})::int as now
    from ${sql.identifier(table)} where ${ruleFor(rule.of, table, psuId)}`)
  const counted = rows[0] ?? { rows: 0, now: 0 }
  const stays = counted.rows - counted.now
  if (rule.stays === null || stays === 0) return { ...counted, stays, until: null }
  const { rows: ends } = await queryable.execute<{ until: string | null }>(ruleFor(rule.stays, table, psuId))
  const until = ends[0]?.until ?? null
  return { ...counted, stays, until: until && bankDay(new Date(until), brand.timeZone) }
}

type Kept = { table: string; purpose: string; period: string; rule: string }
type Found = { rows: number; now: number; stays: number; until: string | null }

/**
 * One kind of data: `now` of its rows go at once, `stays` of them stay under `rule`. `until` is a day of the bank; null where
 * the end is no day yet, and `period` then says what it waits for.
 */
export type PlannedErasure = Kept & Found
