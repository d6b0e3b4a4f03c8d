import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { Refusal } from '@/lib/errors'
import { indexKey } from '@/lib/vault/vault'

const ID_BYTES = 16

/**
 * The name of a passkey in addresses. The credential id itself stays out of them: addresses end in histories and in the logs
 * of proxies, and whoever reads it there could answer in the passkey's name and lock it for a while.
 */
export async function passkeyId(credentialId: string): Promise<string> {
  const index = (await indexKey()).index('authenticators.passkey_id', credentialId)
  return index.subarray(0, ID_BYTES).toString('base64url')
}

/** The customer's own passkey of that name. Throws `authenticator_unknown` for any other. */
export async function credentialOf({ psuId, id }: CredentialOf): Promise<string> {
  const held = await database()
    .select({ credentialId: authenticators.credentialId })
    .from(authenticators)
    .where(eq(authenticators.psuId, psuId))
  for (const { credentialId } of held) if ((await passkeyId(credentialId)) === id) return credentialId
  throw new Refusal('authenticator_unknown')
}

type CredentialOf = { psuId: string; id: string }
