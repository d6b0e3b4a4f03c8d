import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { patientDatabase, type Queryable, type Transaction } from '@/db/connection'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { putBackRows } from './put-back-rows'
import { TAKINGS, type TrailRow } from './takings'
import { type ExportedRow, entryAt, rowsOfExport } from './trail-export'

const Text = z.object({
  type: z.string(),
  actor: z.string(),
  subject: z.string(),
  psu_id: z.string().nullable(),
  tpp_id: z.string().nullable(),
  consent_id: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
})

/**
 * After a restore: puts the rows of the trail back that came after the backup, and takes away again what they took, in one transaction.
 * Again it finds nothing new. Throws, with nothing changed, where a row of the export is not genuine or the export is of another trail
 * than the one that was restored.
 */
export async function takeFromTrail(folder: string): Promise<TakenFromTrail> {
  return patientDatabase().transaction(async (tx) => {
    await requireSameTrail(tx, folder)
    let rows = 0
    const takes: TrailRow[] = []
    for await (const batch of rowsOfExport(folder)) {
      const put = await putBackRows(tx, batch)
      rows += put.length
      takes.push(...put.flatMap(takingOf))
    }
    const taken: Record<string, number> = {}
    for (const row of takes.toSorted((one, other) => (one.at < other.at ? -1 : 1)))
      for (const statement of TAKINGS[row.type]?.(row) ?? []) {
        const { rowCount } = await tx.execute(statement)
        taken[row.type] = (taken[row.type] ?? 0) + (rowCount ?? 0)
      }
    const event = { type: 'bank.trail-taken', actor: 'system', subject: 'bank:main' } as const
    // Said even where nothing was missing: whoever lifts holds asks whether the trail was taken.
    await recordEvent(tx, { ...event, at: await now(tx), detail: { rows, taken } })
    return { rows, taken }
  })
}

/** Of which moment the backup was that was put back last, ISO. Throws where none was: the bank's own trail is whole then. */
export async function restoredAsOf(queryable: Queryable = patientDatabase()): Promise<string> {
  const { rows } = await queryable.execute<{ takenAt: string }>(
    sql`select detail->>'takenAt' as "takenAt" from audit_events where type = 'bank.restored' order by at desc limit 1`,
  )
  const [last] = rows
  if (!last) throw new Error('This bank was not restored: its own trail is whole')
  return last.takenAt
}

/**
 * The newest leaf that was restored for certain stands at the same place of the export. Throws where nothing was restored: this never puts
 * rows into the trail of a bank that goes on.
 */
async function requireSameTrail(tx: Transaction, folder: string): Promise<void> {
  const takenAt = await restoredAsOf(tx)
  const { rows } = await tx.execute<{ seq: number; entry: string }>(sql`
    select l.seq::float8 as seq, audit_entry(l) as entry from audit_leaves l
    where l.at < ${takenAt}::timestamptz - interval '1 hour' order by l.seq desc limit 1`)
  const [newest] = rows
  if (newest && (await entryAt(folder, newest.seq)) !== newest.entry)
    throw new Error(
      'The export is not of the trail that was restored, or ends before it: nothing was taken from it',
    )
}

function takingOf({ form, at, text }: ExportedRow): TrailRow[] {
  if (form !== 'audit_events/1') return []
  const { psu_id, tpp_id, consent_id, ...row } = Text.parse(JSON.parse(text))
  return row.type in TAKINGS ? [{ ...row, at, psuId: psu_id, tppId: tpp_id, consentId: consent_id }] : []
}

type TakenFromTrail = { rows: number; taken: Record<string, number> }
