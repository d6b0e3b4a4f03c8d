import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import type { Actor } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import { predecessorsOf } from './consent'
import { endTokens } from './end-tokens'
import { failAuthorisation } from './fail-authorisation'
import { keyIdOf, openAccess } from './open-access'

/**
 * The customer says no, signed in or not: the consent is `rejected`, its authorisations `failed`, and `alongside`
 * commits with it. Nobody's account is touched, so nobody has to be identified to refuse. Where two are needed, one no
 * is a no; who may say it then, the caller has checked.
 */
export async function refuseConsent({
  consentId,
  tppId,
  psuId,
  requestId,
  alongside,
}: RefuseConsent): Promise<void> {
  const key = psuId === null ? null : await vaultKey(await keyIdOf(psuId))
  await database().transaction(async (tx) => {
    const at = await now(tx)
    const [asked] = await tx
      .select()
      .from(consents)
      .where(and(eq(consents.id, consentId), eq(consents.tppId, tppId)))
      .for('update')
    if (!asked) throw new Refusal('consent_unknown')
    // Known to a signed-in customer it stands in their history, sealed under their key from then on. One that somebody
    // has allowed already stays theirs, whoever of its holders says no.
    const known =
      key && asked.psuId === null
        ? { psuId, sealedAccess: key.seal('consents.access', await openAccess(asked)) }
        : {}
    const [refused] = await tx
      .update(consents)
      .set({ status: 'rejected', endedBy: psuId, lastActionAt: at, ...known })
      .where(
        and(
          eq(consents.id, consentId),
          eq(consents.tppId, tppId),
          inArray(consents.status, predecessorsOf('rejected')),
        ),
      )
      .returning({ id: consents.id })
    if (!refused) throw new Refusal('already_decided')
    const actor: Actor = psuId === null ? 'anonymous' : `psu:${psuId}`
    const decision = { at, consentId, psuId, tppId, actor, requestId }
    await endTokens(tx, asked.grantId)
    await failAuthorisation(tx, decision)
    await recordEvent(tx, { ...decision, type: 'consent.refused', subject: `consent:${consentId}` })
    await alongside(tx, at)
  })
}

type RefuseConsent = {
  consentId: string
  tppId: string
  psuId: string | null
  requestId: string | null
  alongside: (tx: Transaction, at: Date) => Promise<void>
}
