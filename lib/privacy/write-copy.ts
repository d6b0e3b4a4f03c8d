import 'server-only'
import type { Transaction } from '@/db/connection'
import type { Language } from '@/i18n/languages'
import { brand } from '@/lib/brand'
import type { VaultKey } from '@/lib/vault/vault-key'
import type { Belongings } from './belongings'
import { copyPage, type PagePart, SHOWN_MAX } from './copy-page'
import { HELD_TABLES, type HeldTable } from './held-tables'
import { newestHeld, readHeld } from './read-held'
import { writeArchive } from './write-archive'

/**
 * Writes everything that is held of a person into an archive: `data/<table>.json` with every row, and `index.html` that says in
 * words what each is and shows the newest rows. A table of which there is nothing is in the page alone.
 */
export async function writeCopy(copy: WriteCopy): Promise<{ bytes: number }> {
  const archive = writeArchive(copy.keep)
  const parts: PagePart[] = []
  for (const [index, held] of HELD_TABLES.entries()) {
    const counted = { rows: 0 }
    await archive.file(`data/${held.name}.json`, asJson(held, copy, counted))
    const shown = counted.rows > 0 ? await newestHeld({ ...copy, held, limit: SHOWN_MAX }) : []
    parts.push({ held, rows: counted.rows, shown })
    await copy.done(index + 1)
  }
  await archive.file('index.html', copyPage({ parts, at: copy.at, language: copy.language }))
  return archive.end()
}

async function* asJson(held: HeldTable, copy: WriteCopy, counted: { rows: number }): AsyncGenerator<string> {
  const { purpose, period, basis } = held.keeping
  const about = {
    table: held.name,
    bank: brand.name,
    copiedAt: copy.at.toISOString(),
    purpose,
    period,
    basis,
  }
  let separator = `${JSON.stringify(about).slice(0, -1)},"rows":[\n`
  for await (const rows of readHeld({ ...copy, held })) {
    for (const row of rows) {
      yield `${separator}${JSON.stringify(row)}`
      separator = ',\n'
    }
    counted.rows += rows.length
  }
  yield counted.rows === 0 ? `${separator}]}\n` : '\n]}\n'
}

type WriteCopy = {
  tx: Transaction
  belongings: Belongings
  keys: readonly VaultKey[]
  at: Date
  language: Language
  keep: (piece: Buffer) => Promise<void>
  /** Told after each table. */
  done: (tables: number) => Promise<void>
}
