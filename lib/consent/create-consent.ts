import 'server-only'
import { v4 as randomId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { recordEvent } from '@/lib/audit/record-event'
import { bankKey } from '@/lib/vault/vault'
import type { ConsentRequest, RequestedAccess } from './consent'
import { consentTerms } from './consent-terms'
import { insertAuthorisation } from './insert-authorisation'

/**
 * Takes a third party's request into the books as `received`, on the bank's terms (`consentTerms` says which and what it
 * refuses), with the authorisation that a customer will have to give (redirect), unless the third party wants to start
 * that by itself (`explicit`).
 */
export async function createConsent(input: CreateConsent): Promise<CreatedConsent> {
  const { request, now } = input
  const { endsAt, ...terms } = consentTerms(request, now)
  const key = await bankKey()
  return within(input.tx, async (tx) => {
    const consentId = randomId()
    await tx.insert(consents).values({
      id: consentId,
      tppId: input.tppId,
      clientId: input.clientId,
      status: 'received',
      kind: request.kind ?? 'accountInformation',
      model: request.model,
      recurring: request.recurring,
      ...terms,
      endsAt,
      purpose: input.purpose,
      tppCheckedAt: input.tppCheckedAt ?? null,
      redirectUri: input.returnTo?.redirectUri ?? null,
      nokRedirectUri: input.returnTo?.nokRedirectUri ?? null,
      psuLanguages: input.psuLanguages ?? null,
      sealedAccess: key.seal('consents.access', requestedAccess(request)),
      version: 0,
      createdAt: now,
      lastActionAt: now,
    })
    const authorisationId = input.explicit
      ? null
      : await insertAuthorisation(tx, { resourceId: consentId, at: now })
    await recordEvent(tx, {
      at: now,
      type: 'consent.received',
      actor: `tpp:${input.tppId}`,
      subject: `consent:${consentId}`,
      tppId: input.tppId,
      consentId,
      requestId: input.requestId,
      detail: { model: request.model, recurring: request.recurring, ...terms },
    })
    return { consentId, authorisationId, ...terms }
  })
}

function requestedAccess({ access, offered, restrictedTo, card }: ConsentRequest): RequestedAccess {
  return { access, offered, restrictedTo, ...(card && { card }) }
}

/** Joins the caller's transaction, or opens one. */
function within<T>(tx: Transaction | undefined, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return tx ? work(tx) : database().transaction(work)
}

export type CreateConsent = {
  tppId: string
  clientId: string
  request: ConsentRequest
  purpose: string | null
  requestId: string | null
  now: Date
  /** When the licence of the third party was last looked up. */
  tppCheckedAt?: Date | null
  explicit?: boolean
  /** Where the customer returns to after a plain redirect. */
  returnTo?: { redirectUri: string; nokRedirectUri: string | null } | null
  /** In which languages the third party wants its customer met, best first, as an `Accept-Language`. */
  psuLanguages?: string | null
  tx?: Transaction
}
export type CreatedConsent = {
  consentId: string
  /** Null where the third party starts it explicitly. */
  authorisationId: string | null
  validUntil: string
  frequencyPerDay: number
}
