import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import type { Transaction } from '@/db/connection'
import type { Sealed } from '@/db/schema/columns'
import { keptRecords } from '@/db/schema/erasure-cases'
import { SEALED_COLUMNS } from '@/db/sealed-columns'
import type { VaultKey } from '@/lib/vault/vault-key'
import { KEPT_BY_LAW } from './kept-by-law'
import { retentionKey } from './retention-key'

/**
 * Seals anew, under keys that end with their law's time, what of a customer's rows a law keeps. Throws where something of it does
 * not open under the customer's key: its evidence would be lost, and nobody would know.
 */
export async function keepRows(tx: Transaction, { caseId, psuId, key }: KeepRows): Promise<KeptRows[]> {
  const kept: KeptRows[] = []
  for (const [table, { law, from, id, whose, until }] of Object.entries(KEPT_BY_LAW)) {
    const columns = SEALED_COLUMNS.filter((one) => one.table === table)
    const selected = sql.raw(columns.map(({ column }) => `, t.${column}`).join(''))
    const { rows } = await tx.execute<Row>(sql`
      select (${sql.raw(id)})::text as row_id, ${sql.raw(until)}::date::text as kept_until ${selected}
      from ${sql.raw(from)} where ${ofCustomer(whose, psuId)} and ${sql.raw(until)}::date > placet_now()::date`)
    for (const row of rows) {
      const content = Object.fromEntries(
        columns.flatMap(({ column, field }) => {
          const value = row[column]
          return Buffer.isBuffer(value) ? [[column, key.open<unknown>(field, value)]] : []
        }),
      )
      if (Object.keys(content).length === 0) continue
      const sealing = await retentionKey(law, row.kept_until)
      await tx.insert(keptRecords).values({
        id: newId(),
        caseId,
        tableName: table,
        rowId: row.row_id,
        law,
        keptUntil: row.kept_until,
        keyId: sealing.id,
        sealedContent: sealing.seal(KEPT_FIELD, content),
      })
    }
    if (rows.length > 0)
      kept.push({
        table,
        law,
        rows: rows.length,
        until:
          rows
            .map((row) => row.kept_until)
            .toSorted()
            .at(-1) ?? '',
      })
  }
  return kept
}

export const KEPT_FIELD = 'kept_records.content'

/** A rule about one customer as a statement: the rule is ours, the id a parameter. */
export function ofCustomer(rule: string, psuId: string): SQL {
  return sql.join(
    rule.split('$psu').map((part) => sql.raw(part)),
    sql`${psuId}::uuid`,
  )
}

type Row = { row_id: string; kept_until: string } & Record<string, Sealed | string | null>
type KeepRows = { caseId: string; psuId: string; key: VaultKey }
/** `until`: the latest day of them. */
export type KeptRows = { table: string; law: string; rows: number; until: string }
