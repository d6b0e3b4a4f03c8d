import 'server-only'
import { asc, desc, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { privacyRequests } from '@/db/schema/privacy-requests'
import { psus } from '@/db/schema/psus'
import { vaultKeysById } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import type { PrivacyRequest } from './privacy-request'

/** What a customer has asked, newest first. */
export async function findPrivacyRequests(psuId: string): Promise<PrivacyRequest[]> {
  const rows = await database()
    .select({ request: privacyRequests, keyId: psus.keyId })
    .from(privacyRequests)
    .innerJoin(psus, eq(psus.id, privacyRequests.psuId))
    .where(eq(privacyRequests.psuId, psuId))
    .orderBy(desc(privacyRequests.askedAt))
  const keys = await vaultKeysById(rows.map(({ keyId }) => keyId))
  return rows.flatMap(({ request }, index) => opened(request, keys[index]) ?? [])
}

/** What waits for the desk, by the day on which an answer is due, with who asks. */
export async function findOpenPrivacyRequests(limit: number): Promise<OpenPrivacyRequest[]> {
  const rows = await database()
    .select({ request: privacyRequests, psu: { keyId: psus.keyId, sealedName: psus.sealedName } })
    .from(privacyRequests)
    .innerJoin(psus, eq(psus.id, privacyRequests.psuId))
    .where(eq(privacyRequests.state, 'open'))
    .orderBy(asc(privacyRequests.dueOn), asc(privacyRequests.askedAt))
    .limit(limit)
  const keys = await vaultKeysById(rows.map(({ psu }) => psu.keyId))
  return rows.flatMap(({ request, psu }, index) => {
    const key = keys[index]
    const found = opened(request, key)
    return found && key ? [{ ...found, customer: key.open<string>('psus.name', psu.sealedName) }] : []
  })
}

/** Null where the customer's key is gone, and the words with it. */
function opened(row: typeof privacyRequests.$inferSelect, key: VaultKey | undefined): PrivacyRequest | null {
  if (!key) return null
  const { id, kind, state, askedAt, dueOn, answeredAt, sealedText, sealedAnswer } = row
  return {
    id,
    kind,
    state,
    askedAt,
    dueOn,
    answeredAt,
    text: key.open<string>('privacy_requests.text', sealedText),
    answer: sealedAnswer && key.open<string>('privacy_requests.answer', sealedAnswer),
  }
}

export type OpenPrivacyRequest = PrivacyRequest & { customer: string }
