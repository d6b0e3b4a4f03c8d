import 'server-only'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { NOT_BACKED_UP } from './backed-up'

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

/**
 * The manifest of a backup, after every file of it was read and is what was written. Throws where one is not, or is another kind, or the
 * manifest is not the one of the digest: without it the files are as they were written by whoever could write them.
 */
export async function readWhole({ folder, of, digest }: ReadWhole): Promise<Manifest> {
  const bytes = await readFile(join(folder, MANIFEST))
  if (digest !== undefined && digestOf(bytes) !== digest)
    throw new Error('The manifest is not the one of this digest: nothing was restored')
  const manifest = Manifest.parse(JSON.parse(bytes.toString('utf8')))
  if (manifest.of !== of) throw new Error(`This is a backup of the ${manifest.of} database, not of ${of}`)
  const left = manifest.tables.find(({ name }) => NOT_BACKED_UP.includes(name))
  if (left) throw new Error(`${left.name} is in no backup of ours: nothing was restored`)
  for (const { name, sha256 } of manifest.tables) {
    const hash = createHash('sha256')
    await pipeline(createReadStream(fileOf(folder, name)), hash)
    if (hash.digest('hex') !== sha256)
      throw new Error(`${name} is not what was written: nothing was restored`)
  }
  return manifest
}

/** What a backup is known by: the SHA-256 of its manifest, which has those of all its files, in hexadecimal. */
export const digestOf = (manifest: Uint8Array) => createHash('sha256').update(manifest).digest('hex')

export const fileOf = (folder: string, table: string) => join(folder, `${table}.copy.gz`)

type ReadWhole = { folder: string; of: Manifest['of']; digest?: string | undefined }
