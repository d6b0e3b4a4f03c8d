import 'server-only'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'

const count = z.number().int().min(0)
export const Counts = z.strictObject({
  rows: count,
  unprotected: count,
  leftProtected: z.strictObject({ refused: count, silent: count, never: count, unknown: count }),
})
export type Counts = z.infer<typeof Counts>

/**
 * How far a job has come: everything before `inputOffset` is wholly in the output before `outputOffset`, both on the disk.
 * `jobHash` and `input` tell whether it is still the same job on the same file. `sealedKey` is the content key, sealed by the vault.
 */
const Checkpoint = z.strictObject({
  runId: z.uuid(),
  jobHash: z.string(),
  input: z.strictObject({ bytes: count, modifiedMillis: z.number() }),
  inputOffset: count,
  outputOffset: count,
  line: count,
  chunks: count,
  counts: Counts,
  fileId: z.string(),
  sealedKey: z.string(),
  done: z.boolean(),
})
export type Checkpoint = z.infer<typeof Checkpoint>

/** The checkpoint beside an output, or null. Throws where the file there is none of ours. */
export async function readCheckpoint(path: string): Promise<Checkpoint | null> {
  const text = await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return null
    throw thrown
  })
  return text === null ? null : Checkpoint.parse(JSON.parse(text))
}

/** Replaces the checkpoint as a whole: whoever is killed here finds the old one or the new one. Call it after the output is synced. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const next = `${path}.next`
  const file = await open(next, 'w', 0o600)
  await file.writeFile(JSON.stringify(checkpoint))
  await file.sync()
  await file.close()
  await rename(next, path)
  await syncFolder(path)
}

export const dropCheckpoint = (path: string): Promise<void> => rm(path, { force: true })

/** A new name is on the disk only once its folder is. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r')
  await folder.sync()
  await folder.close()
}
