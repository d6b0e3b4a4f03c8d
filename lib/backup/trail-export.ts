import 'server-only'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

const Leaf = z.object({ seq: z.number(), entry: z.string(), row: z.string().nullable() })
const Outside = z.object({ row: z.string() })
const Row = z.object({
  form: z.enum(['audit_events/1', 'access_log/1']),
  id: z.uuid(),
  at: z.iso.datetime({ precision: 6 }),
})

/**
 * The rows of an export of the trail (`npm run audit -- export`), a thousand at a time, each as the very text that is hashed. A row that is
 * not the one its entry was made of throws: such an export is no witness of anything. Whether nothing is missing from it, only a
 * witness can say.
 */
export async function* rowsOfExport(folder: string): AsyncGenerator<ExportedRow[]> {
  let batch: ExportedRow[] = []
  for (const [name, read] of [
    ['trail.jsonl', readLeaf],
    ['outside.jsonl', readOutside],
  ] as const)
    for await (const line of linesOf(join(folder, name))) {
      const row = read(line)
      if (row) batch.push(row)
      if (batch.length === 1_000) {
        yield batch
        batch = []
      }
    }
  yield batch
}

/** The entry at that place of the tree; null where the export ends before it. */
export async function entryAt(folder: string, seq: number): Promise<string | null> {
  for await (const line of linesOf(join(folder, 'trail.jsonl'))) {
    const leaf = Leaf.parse(JSON.parse(line))
    if (leaf.seq === seq) return leaf.entry
  }
  return null
}

async function* linesOf(file: string): AsyncGenerator<string> {
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  }))
    if (line) yield line
}

function readLeaf(line: string): ExportedRow | null {
  const { seq, entry, row } = Leaf.parse(JSON.parse(line))
  // Its month was dropped: it is older than any backup that is put back.
  if (row === null) return null
  if (createHash('sha256').update(row).digest('hex') !== entry.split(' ').at(-1))
    throw new Error(
      `Row ${seq} of the export is not the one that its entry was made of: nothing was taken from it`,
    )
  return toRow(row)
}

function readOutside(line: string): ExportedRow {
  return toRow(Outside.parse(JSON.parse(line)).row)
}

function toRow(text: string): ExportedRow {
  return { ...Row.parse(JSON.parse(text)), text }
}

export type ExportedRow = { form: 'audit_events/1' | 'access_log/1'; id: string; at: string; text: string }
