import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'

/**
 * The bank's word that somebody is a customer no more from a day on, or, with null, that they are one again. On that day the
 * erasure they asked for is carried out, and cannot be taken back. Throws `resource_unknown` where there is no such customer.
 */
export async function noteLeft({ psuId, leftOn, actor }: NoteLeft): Promise<void> {
  await database().transaction(async (tx) => {
    const [psu] = await tx.update(psus).set({ leftOn }).where(eq(psus.id, psuId)).returning({ id: psus.id })
    if (!psu) throw new Refusal('resource_unknown')
    const at = await now(tx)
    await recordEvent(tx, { at, type: 'psu.left', actor, subject: `psu:${psuId}`, psuId, detail: { leftOn } })
  })
}

type NoteLeft = { psuId: string; leftOn: string | null; actor: 'system' | `staff:${string}` }
