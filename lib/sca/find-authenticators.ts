import 'server-only'
import { and, desc, eq, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { recoveryCodes } from '@/db/schema/recovery-codes'
import { sessions } from '@/db/schema/sessions'
import { vaultKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import { isLocked } from './lock-out'
import { passkeyId } from './passkey-id'
import { describeBrowser, providerOf } from './passkey-provider'

/** The customer's passkeys, oldest first, as their page shows them. */
export async function findAuthenticators({ psuId, now }: FindAuthenticators): Promise<OwnAuthenticator[]> {
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
  const codes = await database().$count(
    recoveryCodes,
    and(eq(recoveryCodes.psuId, psuId), isNull(recoveryCodes.usedAt)),
  )
  const browsers = await lastBrowsers(psuId, key)
  const shown = rows.map(async ({ authenticator }) => {
    const others = working - (authenticator.lockedForGood ? 0 : 1)
    const cooling = authenticator.coolsUntil !== null && authenticator.coolsUntil > now
    return {
      id: await passkeyId(authenticator.credentialId),
      credentialId: authenticator.credentialId,
      name: key.open<string>('authenticators.name', authenticator.sealedName),
      provider: providerOf(authenticator.aaguid),
      synced: authenticator.synced,
      locked: isLocked(authenticator, now),
      coolsUntil: cooling ? authenticator.coolsUntil : null,
      removable: others > 0 || codes > 0,
      last: others === 0,
      createdAt: authenticator.createdAt,
      lastUsedAt: authenticator.lastUsedAt,
      lastBrowser: browsers.get(authenticator.credentialId) ?? null,
    }
  })
  return Promise.all(shown)
}

/** In which browser each passkey last opened a session, as far as sessions are kept. */
async function lastBrowsers(psuId: string, key: VaultKey): Promise<Map<string, string | null>> {
  const { credentialId, sealedUserAgent, authenticatedAt } = sessions
  const rows = await database()
    .selectDistinctOn([credentialId], { credentialId, sealedUserAgent })
    .from(sessions)
    .where(eq(sessions.psuId, psuId))
    .orderBy(credentialId, desc(authenticatedAt))
  return new Map(
    rows.map((row) => [
      row.credentialId,
      describeBrowser(row.sealedUserAgent && key.open<string>('sessions.user_agent', row.sealedUserAgent)),
    ]),
  )
}

type FindAuthenticators = { psuId: string; now: Date }

export type Authenticator = {
  /** Its name in addresses. */
  id: string
  credentialId: string
  name: string
  synced: boolean
  locked: boolean
  /** False for the last one that works, unless there is another way back in. */
  removable: boolean
  createdAt: Date
  lastUsedAt: Date | null
}

export type OwnAuthenticator = Authenticator & {
  /** Who holds it, as it says itself. */
  provider: string | null
  /** Until when it may allow nothing; null where it may. */
  coolsUntil: Date | null
  /** No other that works would be left. */
  last: boolean
  lastBrowser: string | null
}
