import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { type PSU_KINDS, type PSU_STATUSES, psus } from '@/db/schema/psus'
import { vaultKey } from '@/lib/vault/vault'

/** One customer with their name opened, or null. For pages and ceremonies of that customer, never for a caller's guess. */
export async function findPsu(psuId: string): Promise<PsuView | null> {
  const [row] = await database().select().from(psus).where(eq(psus.id, psuId))
  if (!row) return null
  const key = await vaultKey(row.keyId)
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    name: key.open<string>('psus.name', row.sealedName),
    locale: row.locale,
  }
}

export type PsuView = {
  id: string
  kind: (typeof PSU_KINDS)[number]
  status: (typeof PSU_STATUSES)[number]
  name: string
  locale: string | null
}
