import 'server-only'
import { eq } from 'drizzle-orm'
import Provider from 'oidc-provider'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { oauthRecords } from '@/db/schema/oauth-records'
import { recordEvent } from '@/lib/audit/record-event'
import { now as currentTime } from '@/lib/clock'
import { requestIdOf } from './interaction-id'

/**
 * Ends every code and token of a grant because one of them was used twice, and says so in the trail. The consent
 * stays as the customer gave it: a third party's clumsy retry must not take back a customer's word.
 */
export async function endReplayedGrant(grantId: string): Promise<void> {
  await database().transaction(async (tx) => {
    const ended = await tx
      .delete(oauthRecords)
      .where(eq(oauthRecords.grantId, grantId))
      .returning({ clientId: oauthRecords.clientId })
    if (ended.length === 0) return
    const [consent] = await tx
      .select({ id: consents.id, tppId: consents.tppId, psuId: consents.psuId })
      .from(consents)
      .where(eq(consents.grantId, grantId))
    const tppId = consent?.tppId ?? Provider.ctx?.oidc.client?.tpp_id
    await recordEvent(tx, {
      at: await currentTime(tx),
      type: 'token.replayed',
      actor: typeof tppId === 'string' ? `tpp:${tppId}` : 'system',
      subject: consent ? `consent:${consent.id}` : `tpp:${String(tppId)}`,
      psuId: consent?.psuId ?? null,
      tppId: typeof tppId === 'string' ? tppId : null,
      consentId: consent?.id ?? null,
      requestId: requestIdOf(Provider.ctx?.req),
      detail: { clientId: ended[0]?.clientId, ended: ended.length },
    })
  })
}
