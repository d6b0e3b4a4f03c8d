import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import type { consents } from '@/db/schema/consents'
import { psus } from '@/db/schema/psus'
import { Refusal } from '@/lib/errors'
import { bankKey, vaultKey } from '@/lib/vault/vault'
import type { RequestedAccess } from './consent'

/**
 * Opens what was asked for: under the bank's key while nobody has decided, under the customer's from then on. Throws
 * `consent_unknown` where that customer was erased, and what was asked with them.
 */
export async function openAccess(
  consent: Pick<typeof consents.$inferSelect, 'psuId' | 'sealedAccess'>,
): Promise<RequestedAccess> {
  const key = consent.psuId === null ? await bankKey() : await vaultKey(await keyIdOf(consent.psuId))
  return key.open<RequestedAccess>('consents.access', consent.sealedAccess)
}

/** The vault key of a customer. Throws `consent_unknown` when there is no such customer, or not any more. */
export async function keyIdOf(psuId: string): Promise<string> {
  const [psu] = await database().select({ keyId: psus.keyId }).from(psus).where(eq(psus.id, psuId))
  if (!psu) throw new Refusal('consent_unknown')
  return psu.keyId
}
