import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { psus } from '@/db/schema/psus'
import { recordEvent } from '@/lib/audit/record-event'
import { Refusal } from '@/lib/errors'
import { requireSettledSession } from '@/lib/psu/cool-down'
import { vaultKey } from '@/lib/vault/vault'

/**
 * Gives one of the customer's own passkeys another name. Throws `authenticator_unknown` for any other, and `cooling_down` in a
 * session of a passkey that a recovery has just made: by a wrong name the customer would remove the right one.
 */
export async function renameAuthenticator(input: RenameAuthenticator): Promise<void> {
  const { psuId, credentialId, sessionId, name, requestId, now } = input
  await database().transaction(async (tx) => {
    await requireSettledSession(tx, { sessionId, now })
    const [psu] = await tx.select({ keyId: psus.keyId }).from(psus).where(eq(psus.id, psuId))
    if (!psu) throw new Refusal('authenticator_unknown')
    const sealedName = (await vaultKey(psu.keyId)).seal('authenticators.name', name)
    const [renamed] = await tx
      .update(authenticators)
      .set({ sealedName })
      .where(and(eq(authenticators.credentialId, credentialId), eq(authenticators.psuId, psuId)))
      .returning({ credentialId: authenticators.credentialId })
    if (!renamed) throw new Refusal('authenticator_unknown')
    await recordEvent(tx, {
      at: now,
      type: 'authenticator.renamed',
      actor: `psu:${psuId}`,
      subject: `authenticator:${credentialId}`,
      psuId,
      requestId,
      personal: { name },
    })
  })
}

type RenameAuthenticator = {
  psuId: string
  credentialId: string
  sessionId: string
  name: string
  requestId: string | null
  now: Date
}
