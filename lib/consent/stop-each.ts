import 'server-only'
import type { SQL } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { now } from '@/lib/clock'
import { lockOpen } from './lock-open'
import { stopWithin } from './stop-within'

/**
 * Stops each of a customer's permissions that `which` names and that has not ended, in one transaction. `alongside` runs in it,
 * last: when it fails, nothing has ended.
 */
export async function stopEach({ psuId, requestId, which, alongside }: StopEach): Promise<Stopped> {
  return database().transaction(async (tx) => {
    const ended: string[] = []
    for (const { id } of await lockOpen(tx, { psuId, ...(which && { which }) }))
      if (await stopWithin(tx, { consentId: id, psuId, requestId })) ended.push(id)
    const stopped = { at: await now(tx), ended, dropped: [] }
    await alongside?.(tx, stopped)
    return stopped
  })
}

type StopEach = { psuId: string; requestId: string | null; which?: SQL; alongside?: Alongside | undefined }

/** What is decided together with a stop of several. */
export type Alongside = (tx: Transaction, stopped: Stopped) => Promise<void>

/** The permissions that have ended, and those that go on without the account; all at one time. */
export type Stopped = { at: Date; ended: string[]; dropped: string[] }
