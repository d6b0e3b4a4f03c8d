import 'server-only'
import { sql } from 'drizzle-orm'
import { patientDatabase, type Queryable } from '@/db/connection'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { trailOrigin } from './checkpoint-keys'
import { folderWitness } from './folder-witness'
import { httpWitness } from './http-witness'
import { lastCheckpoint } from './make-checkpoint'
import { rootOf } from './merkle'
import { rootOfNote, sizeOfNote } from './read-note'
import { entriesOf, storedTree } from './stored-tree'
import type { Witness } from './witness'

/** Any number, the same for every instance: one at a time writes to the witnesses. */
const TELLING_LOCK = 4_815_162_347
const ENTRIES_PER_LINE = 1_000

/** The witnesses of this bank's configuration. */
export function ownWitnesses(): Witness[] {
  return [
    ...(env.WITNESS_DIRECTORY ? [folderWitness(env.WITNESS_DIRECTORY, trailOrigin())] : []),
    ...(env.WITNESS_URL ? [httpWitness(env.WITNESS_URL)] : []),
  ]
}

/**
 * Brings each witness to the newest checkpoint, from where it is. One that fails is logged and told again with the next
 * checkpoint, at the latest after a minute; nobody who writes the trail waits for it. Returns the names of those that failed.
 */
export async function tellWitnesses(witnesses: readonly Witness[] = ownWitnesses()): Promise<string[]> {
  if (witnesses.length === 0) return []
  return patientDatabase().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${TELLING_LOCK})`)
    const failed: string[] = []
    for (const witness of witnesses)
      await tell(tx, witness).catch((err) => {
        log.error({ err, witness: witness.name }, 'A witness of the trail did not take the checkpoint')
        failed.push(witness.name)
      })
    return failed
  })
}

async function tell(tx: Queryable, witness: Witness): Promise<void> {
  const last = await lastCheckpoint(tx)
  const held = await witness.held()
  if (!last || (held.size === last.size && held.checkpoint === last.note)) return
  await requireSameHistory(tx, held, last.size)
  for (let first = held.size; first < last.size; first += ENTRIES_PER_LINE)
    await witness.take({
      first,
      entries: await entriesOf(tx, first, Math.min(first + ENTRIES_PER_LINE, last.size)),
    })
  await witness.take({ checkpoint: last.note })
}

/** A database that was rolled back or exchanged is no continuation of what the witness has; it must not look like one. */
async function requireSameHistory(tx: Queryable, held: Held, size: number): Promise<void> {
  if (held.size > size)
    throw new Error(`The witness has ${held.size} rows of the trail, the database only ${size}`)
  if (held.checkpoint === null) return
  const root = await rootOf(storedTree(tx), sizeOfNote(held.checkpoint))
  if (root.toString('base64') !== rootOfNote(held.checkpoint))
    throw new Error('The trail is not the one that the witness knows')
}

type Held = Awaited<ReturnType<Witness['held']>>
