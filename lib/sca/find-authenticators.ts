import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { vaultKey } from '@/lib/vault/vault'
import { isLocked } from './lock-out'
import { passkeyId } from './passkey-id'

/** The customer's passkeys, oldest first, as their page shows them. */
export async function findAuthenticators({
  psuId,
  now,
}: {
  psuId: string
  now: Date
}): Promise<Authenticator[]> {
  const rows = await database()
    .select({ authenticator: authenticators, keyId: psus.keyId })
    .from(authenticators)
    .innerJoin(psus, eq(psus.id, authenticators.psuId))
    .where(eq(authenticators.psuId, psuId))
    .orderBy(authenticators.createdAt)
  const [first] = rows
  if (!first) return []
  const key = await vaultKey(first.keyId)
  const working = rows.filter(({ authenticator }) => !authenticator.lockedForGood).length
  const shown = rows.map(async ({ authenticator }) => ({
    id: await passkeyId(authenticator.credentialId),
    credentialId: authenticator.credentialId,
    name: key.open<string>('authenticators.name', authenticator.sealedName),
    synced: authenticator.synced,
    locked: isLocked(authenticator, now),
    removable: working > (authenticator.lockedForGood ? 0 : 1),
    createdAt: authenticator.createdAt,
    lastUsedAt: authenticator.lastUsedAt,
  }))
  return Promise.all(shown)
}

export type Authenticator = {
  /** Its name in addresses. */
  id: string
  credentialId: string
  name: string
  synced: boolean
  locked: boolean
  /** False for the last one that works. */
  removable: boolean
  createdAt: Date
  lastUsedAt: Date | null
}
