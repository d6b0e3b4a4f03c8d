import 'server-only'
import { eq } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import { UNLOCKED } from './lock-out'
import { suggestPasskeyName } from './passkey-provider'
import type { NewCredential } from './verify-registration'

/**
 * Binds a verified passkey to its customer inside the transaction that enrols. Throws `sca_failed` when that passkey is
 * known already (a credential id belongs to one customer, for ever), `psu_blocked`, and `too_many_passkeys` where a signed-in
 * customer has as many as they may; whom the bank has proven anew is not shut out by a number. The caller holds the customer.
 */
export async function insertAuthenticator(tx: Transaction, enrolment: InsertAuthenticator): Promise<void> {
  const { credential, userAgent, requestId, by, coolsUntil = null, now } = enrolment
  const { psuId, credentialId } = credential
  const [psu] = await tx
    .select({ keyId: psus.keyId, status: psus.status })
    .from(psus)
    .where(eq(psus.id, psuId))
  if (psu?.status !== 'active') throw new Refusal('psu_blocked')
  if (by === 'session') await requireRoom(tx, psuId)
  const key = await vaultKey(psu.keyId)
  const others = await tx
    .select({ sealedName: authenticators.sealedName })
    .from(authenticators)
    .where(eq(authenticators.psuId, psuId))
  const taken = others.map(({ sealedName }) => key.open<string>('authenticators.name', sealedName))
  const name = suggestPasskeyName(credential.aaguid, userAgent, taken)
  const [added] = await tx
    .insert(authenticators)
    .values({
      ...credential,
      ...UNLOCKED,
      coolsUntil,
      sealedName: key.seal('authenticators.name', name),
      createdAt: now,
      lastUsedAt: null,
    })
    .onConflictDoNothing()
    .returning({ credentialId: authenticators.credentialId })
  if (!added) throw new Refusal('sca_failed')
  await recordEvent(tx, {
    at: now,
    type: 'authenticator.created',
    actor: `psu:${psuId}`,
    subject: `authenticator:${credentialId}`,
    psuId,
    requestId,
    detail: { by, synced: credential.synced },
    personal: { name },
  })
}

/** How many passkeys a customer may have. */
const PASSKEYS_MAX = 20

/** Throws `too_many_passkeys` where one more would be beyond that. */
export async function requireRoom(tx: Transaction, psuId: string): Promise<void> {
  if ((await tx.$count(authenticators, eq(authenticators.psuId, psuId))) >= PASSKEYS_MAX)
    throw new Refusal('too_many_passkeys')
}

type InsertAuthenticator = {
  credential: NewCredential
  /** `reset`: by a code of the bank, as a first one, of who has had a passkey before. */
  by: 'activation' | 'reset' | 'session' | 'recovery'
  /** Until when it may not allow anything. */
  coolsUntil?: Date | undefined
  userAgent: string | null
  requestId: string | null
  now: Date
}
