import 'server-only'
import { inArray, like } from 'drizzle-orm'
import { keysDatabase } from '@/db/connection'
import { vaultKeys } from '@/db/keys-schema/vault-keys'

/** Which of these keys the vault holds: after a backup was put back, some that were destroyed. */
export async function whichLive(ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await keysDatabase()
    .selectDistinct({ id: vaultKeys.keyId })
    .from(vaultKeys)
    .where(inArray(vaultKeys.keyId, [...ids]))
  return rows.map(({ id }) => id)
}

/** The keys of what laws keep, each with the month after whose end it goes. */
export async function retentionKeys(): Promise<{ id: string; month: string }[]> {
  const kept = like(vaultKeys.subject, 'retention:%')
  const rows = await keysDatabase()
    .selectDistinct({ id: vaultKeys.keyId, subject: vaultKeys.subject })
    .from(vaultKeys)
    .where(kept)
  return rows.map(({ id, subject }) => ({ id, month: subject.slice(-'yyyy-mm'.length) }))
}
