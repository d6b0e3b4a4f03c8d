import 'server-only'
import { and, eq, ne, sql } from 'drizzle-orm'
import { database, patientDatabase, type Transaction } from '@/db/connection'
import { exportParts, exports } from '@/db/schema/exports'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import type { VaultKey } from '@/lib/vault/vault-key'
import { belongingsOf, keysOf } from './belongings'
import { goOn, isHeld, keepPart, type TakenExport, takeExport } from './export-lease'
import { EXPORT_PART } from './export-part'
import { writeCopy } from './write-copy'

const FAILURES_MAX = 5

/**
 * Makes the file of an export: a job that may be killed at any moment and be run again, by anybody, from the start. What it
 * writes before it is done nobody can fetch. After its fifth failure it is given up, and customer and staff are told.
 */
export async function buildExport({ exportId }: { exportId: string }): Promise<void> {
  const taken = await takeExport(exportId)
  if (!taken) return
  try {
    await finish(taken, await write(taken))
  } catch (thrown) {
    await giveBack(taken)
    throw thrown
  }
}

/** All of it is read in one transaction, so it is of one moment; what is written is written beside it. */
async function write(taken: TakenExport): Promise<{ bytes: number }> {
  return inTurn(() =>
    patientDatabase().transaction(
      async (tx) => {
        await tx.execute(sql`set local timezone = 'UTC'`)
        const belongings = await belongingsOf(tx, taken.psuId)
        const keys = await keysOf(belongings)
        const [own] = keys
        if (own?.id !== belongings.keyIds[0]) throw new Error('The key of this customer was destroyed')
        return writeCopy({
          tx,
          belongings,
          keys,
          at: await now(tx),
          language: taken.language,
          keep: keeper(taken, own),
          done: (tables) => goOn(taken, tables),
        })
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    ),
  )
}

function keeper(taken: TakenExport, key: VaultKey | undefined) {
  let number = 0
  return async (piece: Buffer) => {
    if (!key) throw new Error('The key of this customer was destroyed')
    await keepPart(taken, number++, key.seal(EXPORT_PART, piece.toString('base64')))
  }
}

/** One at a time in a process: each holds a connection while it asks for another. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work)
  last = turn.catch(() => undefined)
  return turn
}

let last: Promise<unknown> = Promise.resolve()

async function finish(taken: TakenExport, { bytes }: { bytes: number }): Promise<void> {
  await database().transaction(async (tx) => {
    const at = await now(tx)
    const done = await tx
      .update(exports)
      .set({ state: 'ready', bytes, readyAt: at, leasedUntil: null })
      .where(isHeld(taken))
      .returning({ id: exports.id })
    if (done.length === 0) throw new Error('Another worker has taken this export over')
    await dropParts(tx, taken, 'others')
    await tell(tx, taken, 'export.ready', at)
  })
}

async function giveBack(taken: TakenExport): Promise<void> {
  const failures = taken.failures + 1
  const givenUp = failures >= FAILURES_MAX
  await database().transaction(async (tx) => {
    const at = await now(tx)
    const held = await tx
      .update(exports)
      .set({ state: givenUp ? 'failed' : 'waiting', failures, attempt: null, leasedUntil: null })
      .where(isHeld(taken))
      .returning({ id: exports.id })
    if (held.length === 0) return
    await dropParts(tx, taken, 'all')
    if (givenUp) await tell(tx, taken, 'export.failed', at)
  })
}

async function dropParts(tx: Transaction, { exportId, attempt }: TakenExport, which: 'all' | 'others') {
  const others = which === 'others' ? ne(exportParts.attempt, attempt) : undefined
  await tx.delete(exportParts).where(and(eq(exportParts.exportId, exportId), others))
}

const tell = (
  tx: Transaction,
  { psuId, exportId }: TakenExport,
  type: 'export.ready' | 'export.failed',
  at: Date,
) => recordEvent(tx, { at, type, actor: 'system', subject: `psu:${psuId}`, psuId, detail: { exportId } })
