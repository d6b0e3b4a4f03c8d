import 'server-only'
import { eq } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { psus } from '@/db/schema/psus'

/** Locks a customer for a decision that only one at a time may take; returns their vault key's id. Throws for an unknown one. */
export async function lockPsu(tx: Transaction, psuId: string): Promise<string> {
  const [psu] = await tx
    .select({ keyId: psus.keyId })
    .from(psus)
    .where(eq(psus.id, psuId))
    .for('no key update')
  if (!psu) throw new Error(`There is no customer ${psuId}`)
  return psu.keyId
}
