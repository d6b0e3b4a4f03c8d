import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Configuration } from 'oidc-provider'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { indexKey } from '@/lib/vault/vault'

/** What an ID token says of how the customer signed in: a passkey, that is possession and user verification (RTS Art. 4). */
export const STRONG_AUTHENTICATION = { acr: 'urn:placet:acr:sca', amr: ['hwk', 'user', 'mfa'] }

/** The customer behind a request: an active one, or none. No name and no other personal value leaves this door. */
export const findAccount: NonNullable<Configuration['findAccount']> = async (_ctx, psuId) => {
  const [psu] = await database()
    .select({ id: psus.id })
    .from(psus)
    .where(and(eq(psus.id, psuId), eq(psus.status, 'active')))
  return psu && { accountId: psu.id, claims: async () => ({ sub: psu.id }) }
}

/**
 * The `sub` of a customer towards one third party (OpenID Connect Core 8.1): a keyed hash, so that two third parties
 * cannot tell that they have the same customer, and the house's own pseudonym never leaves it.
 */
export const pairwiseSubject: NonNullable<Configuration['pairwiseIdentifier']> = async (
  _ctx,
  psuId,
  client,
) => (await indexKey()).index('oauth.subject', `${client.tpp_id}\0${psuId}`).toString('base64url')
