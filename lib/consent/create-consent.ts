import 'server-only'
import { v7 as newId, v4 as randomId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consents } from '@/db/schema/consents'
import { recordEvent } from '@/lib/audit/record-event'
import { addDays, bankDay, endOfDay } from '@/lib/bank-day'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { bankKey } from '@/lib/vault/vault'
import type { ConsentRequest, RequestedAccess } from './consent'

/**
 * Takes a third party's request into the books as `received`, with the authorisation that a customer will have to
 * give (redirect). A `validUntil` beyond the bank's maximum is shortened and a frequency above it lowered, as the
 * standard wants; a day in the past or a frequency below one is `format_error`, a list of accounts again and again
 * `service_invalid`.
 */
export async function createConsent(input: CreateConsent): Promise<CreatedConsent> {
  const { request, now } = input
  const today = bankDay(now, env.BANK_TIME_ZONE)
  if (request.validUntil < today)
    throw new Refusal('format_error', {
      path: 'validUntil',
      text: `validUntil lies in the past; today is ${today}.`,
    })
  if (!Number.isInteger(request.frequencyPerDay) || request.frequencyPerDay < 1)
    throw new Refusal('format_error', { path: 'frequencyPerDay', text: 'frequencyPerDay must be 1 or more.' })
  if (request.model === 'accountList' && request.recurring)
    throw new Refusal('service_invalid', {
      path: 'recurringIndicator',
      text: 'A list of accounts is given once. Send recurringIndicator false.',
    })
  const furthest = addDays(today, env.CONSENT_DAYS_MAX - 1)
  const terms = {
    validUntil: request.validUntil > furthest ? furthest : request.validUntil,
    frequencyPerDay: request.recurring ? Math.min(request.frequencyPerDay, env.READS_PER_DAY_MAX) : 1,
  }
  const key = await bankKey()
  return within(input.tx, async (tx) => {
    const consentId = randomId()
    const authorisationId = newId()
    await tx.insert(consents).values({
      id: consentId,
      tppId: input.tppId,
      clientId: input.clientId,
      status: 'received',
      kind: 'accountInformation',
      model: request.model,
      recurring: request.recurring,
      ...terms,
      endsAt: endOfDay(terms.validUntil, env.BANK_TIME_ZONE),
      purpose: input.purpose,
      sealedAccess: key.seal('consents.access', requestedAccess(request)),
      version: 0,
      createdAt: now,
      lastActionAt: now,
    })
    await tx.insert(authorisations).values({
      id: authorisationId,
      resourceKind: 'consent',
      resourceId: consentId,
      approach: 'redirect',
      scaStatus: 'received',
      createdAt: now,
      updatedAt: now,
    })
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

function requestedAccess({ access, offered, restrictedTo }: ConsentRequest): RequestedAccess {
  return { access, offered, restrictedTo }
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
  tx?: Transaction
}
export type CreatedConsent = {
  consentId: string
  authorisationId: string
  validUntil: string
  frequencyPerDay: number
}
