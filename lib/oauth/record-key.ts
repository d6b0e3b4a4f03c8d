import 'server-only'
import { eq } from 'drizzle-orm'
import type { AdapterPayload } from 'oidc-provider'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { bankKey, vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'

/** Under whose key a payload is sealed: the customer's as soon as it names one, else the bank's. */
export async function keyForPayload(
  payload: AdapterPayload,
): Promise<{ psuId: string | null; key: VaultKey }> {
  const psuId = payload.accountId ?? payload.result?.login?.accountId ?? null
  if (psuId === null) return { psuId, key: await bankKey() }
  const [psu] = await database().select({ keyId: psus.keyId }).from(psus).where(eq(psus.id, psuId))
  if (!psu) throw new Error(`There is no customer ${psuId}`)
  return { psuId, key: await vaultKey(psu.keyId) }
}

/** The key that opens a record; null when the customer's key was destroyed, and the record with it. */
export async function keyOfRecord(record: {
  psuId: string | null
  keyId: string | null
}): Promise<VaultKey | null> {
  if (record.psuId === null) return bankKey()
  if (record.keyId === null) return null
  return vaultKey(record.keyId).catch(() => null)
}
