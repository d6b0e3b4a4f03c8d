import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { vaultKey } from '@/lib/vault/vault'

/** What the customer calls one of their passkeys; null for one that is removed or another's. */
export async function authenticatorName({ credentialId, psuId }: AuthenticatorName): Promise<string | null> {
  const [row] = await database()
    .select({ sealedName: authenticators.sealedName, keyId: psus.keyId })
    .from(authenticators)
    .innerJoin(psus, eq(psus.id, authenticators.psuId))
    .where(and(eq(authenticators.credentialId, credentialId), eq(authenticators.psuId, psuId)))
  return row ? (await vaultKey(row.keyId)).open<string>('authenticators.name', row.sealedName) : null
}

type AuthenticatorName = { credentialId: string; psuId: string }
