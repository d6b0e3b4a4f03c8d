import 'server-only'
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { sessions } from '@/db/schema/sessions'
import { describeBrowser } from '@/lib/sca/passkey-provider'
import { vaultKeysById } from '@/lib/vault/vault'
import type { OutboxRow } from './params-of'

const SESSIONS_COMPARED = 200

/**
 * Whether a sign-in came from a browser and system from which this passkey has not signed in before, as far back as sessions are
 * kept. The very first sign-in is none: there is nothing it could differ from.
 */
export async function isNewDevice(tx: Transaction, row: OutboxRow): Promise<boolean> {
  if (row.psuId === null) return false
  const own = eq(sessions.psuId, row.psuId)
  const known = await tx
    .select({
      isThis: sql<boolean>`${sessions.authenticatedAt} = ${row.createdAt.toISOString()}::timestamptz`,
      credentialId: sessions.credentialId,
      sealedUserAgent: sessions.sealedUserAgent,
      keyId: psus.keyId,
    })
    .from(sessions)
    .innerJoin(psus, eq(psus.id, sessions.psuId))
    .where(and(own, lt(sessions.authenticatedAt, new Date(row.createdAt.getTime() + 1))))
    .orderBy(desc(sessions.authenticatedAt))
    .limit(SESSIONS_COMPARED)
  const [key] = await vaultKeysById(known.slice(0, 1).map(({ keyId }) => keyId))
  if (!key) return false
  const looks = known.map(({ isThis, credentialId, sealedUserAgent }) => {
    const agent = sealedUserAgent && key.open<string>('sessions.user_agent', sealedUserAgent)
    return { isThis, look: `${credentialId} ${describeBrowser(agent)}` }
  })
  const current = looks.find(({ isThis }) => isThis)
  const earlier = looks.filter(({ isThis }) => !isThis)
  return current !== undefined && earlier.length > 0 && !earlier.some(({ look }) => look === current.look)
}
