import 'server-only'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type SQL, sql } from 'drizzle-orm'
import { patientDatabase, type Transaction } from '@/db/connection'

const BATCH = 1_000

/**
 * Writes the whole trail as lines of JSON into a folder, of one moment and a thousand rows at a time: `trail.jsonl` has each
 * leaf with its row, `outside.jsonl` the rows that have no leaf, `checkpoints.jsonl` what was signed. A row's text is the very
 * one that is hashed.
 */
export async function writeExport(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await patientDatabase().transaction(
    async (tx) => {
      for (const [name, rows] of Object.entries(FILES)) {
        await tx.execute(sql`declare of_export no scroll cursor for ${rows}`)
        await pipeline(Readable.from(linesOf(tx)), createWriteStream(join(folder, name)))
        await tx.execute(sql`close of_export`)
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

const FILES: Record<string, SQL> = {
  'trail.jsonl': sql`select l.seq::float8 as seq, audit_entry(l) as entry, case l.source
      when 'audit_events' then (select audit_text(e) from audit_events e where e.at = l.at and e.id = l.row_id)
      else (select audit_text(a) from access_log a where a.at = l.at and a.call_id = l.row_id) end as row
    from audit_leaves l order by l.seq`,
  'outside.jsonl': sql`select audit_text(e) as row from audit_events e where not exists
      (select from audit_leaves l where l.row_id = e.id and l.at = e.at and l.source = 'audit_events')
    union all select audit_text(a) from access_log a where not exists
      (select from audit_leaves l where l.row_id = a.call_id and l.at = a.at and l.source = 'access_log')`,
  'checkpoints.jsonl': sql`select note as checkpoint from audit_checkpoints order by size`,
}

async function* linesOf(tx: Transaction): AsyncGenerator<string> {
  for (;;) {
    const { rows } = await tx.execute(sql.raw(`fetch ${BATCH} from of_export`))
    if (rows.length === 0) return
    yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  }
}
