import 'server-only'
import { eq } from 'drizzle-orm'
import Provider, { type AdapterPayload } from 'oidc-provider'
import type { Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { recordEvent } from '@/lib/audit/record-event'
import { now as currentTime } from '@/lib/clock'
import { requestIdOf } from './interaction-id'

/** Records that an access token was given out, in the transaction that stores it. The token itself is in no record. */
export async function recordTokenIssued(tx: Transaction, payload: AdapterPayload): Promise<void> {
  const { grantId = '', clientId = '', accountId = null, gty, jkt } = payload
  const [consent] = await tx
    .select({ id: consents.id, tppId: consents.tppId })
    .from(consents)
    .where(eq(consents.grantId, grantId))
  const tppId = consent?.tppId ?? Provider.ctx?.oidc.client?.tpp_id
  if (typeof tppId !== 'string') throw new Error(`The third party of ${clientId} is not known`)
  await recordEvent(tx, {
    at: await currentTime(tx),
    type: 'token.issued',
    actor: `tpp:${tppId}`,
    subject: consent ? `consent:${consent.id}` : `psu:${accountId}`,
    psuId: accountId,
    tppId,
    consentId: consent?.id ?? null,
    requestId: requestIdOf(Provider.ctx?.req),
    detail: { clientId, grantType: gty, binding: jkt ? 'dpop' : 'certificate' },
  })
}
