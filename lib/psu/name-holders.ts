import 'server-only'
import { inArray } from 'drizzle-orm'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { vaultKeysById } from '@/lib/vault/vault'

/**
 * The names of customers who hold an account together, for a page of one of them: they know each other by their account.
 * In the order of the names; whose key is gone is left out.
 */
export async function nameHolders(psuIds: readonly string[]): Promise<string[]> {
  if (psuIds.length === 0) return []
  const rows = await database()
    .select({ keyId: psus.keyId, sealedName: psus.sealedName })
    .from(psus)
    .where(inArray(psus.id, [...psuIds]))
  const keys = await vaultKeysById(rows.map(({ keyId }) => keyId))
  const names = rows.flatMap(
    ({ sealedName }, index) => keys[index]?.open<string>('psus.name', sealedName) ?? [],
  )
  return names.sort((a, b) => a.localeCompare(b))
}
