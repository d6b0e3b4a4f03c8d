import 'server-only'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'

export const MANIFEST = 'manifest.json'

const Manifest = z.object({
  format: z.literal('placet/backup/1'),
  of: z.enum(['main', 'keys']),
  takenAt: z.iso.datetime(),
  /** Of the schema that the rows fit: they are put back into exactly this one. */
  schema: z.string(),
  /** From the oldest to the youngest month of what is partitioned. */
  months: z.tuple([z.string(), z.string()]).nullable(),
  tables: z.array(
    z.object({
      name: z.string().regex(/^[a-z_]+$/),
      columns: z.array(z.string().regex(/^[a-z_]+$/)),
      rows: z.number().int(),
      sha256: z.string(),
    }),
  ),
  jobs: z.array(
    z.object({
      task: z.string(),
      payload: z.unknown(),
      runAt: z.string(),
      attempts: z.number().int(),
      key: z.string().nullable(),
      queue: z.string().nullable(),
    }),
  ),
})
export type Manifest = z.infer<typeof Manifest>

/** The manifest of a backup, after every file of it was read and is what was written. Throws where one is not, or is another kind. */
export async function readWhole(folder: string, of: Manifest['of']): Promise<Manifest> {
  const manifest = Manifest.parse(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')))
  if (manifest.of !== of) throw new Error(`This is a backup of the ${manifest.of} database, not of ${of}`)
  for (const { name, sha256 } of manifest.tables) {
    const hash = createHash('sha256')
    await pipeline(createReadStream(fileOf(folder, name)), hash)
    if (hash.digest('hex') !== sha256)
      throw new Error(`${name} is not what was written: nothing was restored`)
  }
  return manifest
}

export const fileOf = (folder: string, table: string) => join(folder, `${table}.copy.gz`)
