import 'server-only'
import { and, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consents } from '@/db/schema/consents'
import { recordEvent } from '@/lib/audit/record-event'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { enqueueJob } from '@/lib/outbox/enqueue-job'
import { predecessorsOf } from './consent'
import { endTokens } from './end-tokens'
import { failAuthorisation } from './fail-authorisation'
import { insertAuthorisation } from './insert-authorisation'
import { moveAuthorisation } from './move-authorisation'
import { hasNoEnd } from './no-end'
import type { Evidence } from './record-approval'
import { type ConsentDecision, recordScaStatus } from './record-sca-status'
import { renewAuthentication } from './renew-authentication'
import { scaPredecessorsOf } from './sca-status'

const DAY_MILLIS = 86_400_000

/**
 * What a customer's word makes of a consent, in the transaction that records it: valid, or `partiallyAuthorised` while
 * somebody of `missing` has to give theirs as well (Berlin Group 1.3, multilevel SCA).
 */
export async function settleConsent(tx: Transaction, settle: SettleConsent): Promise<Settled> {
  if (settle.missing.length > 0) {
    await askOthers(tx, settle)
    return 'partiallyAuthorised'
  }
  await makeValid(tx, settle)
  return 'valid'
}

async function makeValid(tx: Transaction, { consent, decision, evidence }: SettleConsent): Promise<void> {
  const { id: consentId, tppId, psuId, endsAt } = consent
  const { at } = decision
  const subject = `consent:${consentId}` as const
  const made = await tx
    .update(consents)
    .set({ status: 'valid', scaAt: at, decideBy: null, lastActionAt: at })
    .where(and(eq(consents.id, consentId), inArray(consents.status, predecessorsOf('valid'))))
    .returning({ id: consents.id })
  if (made.length === 0) throw new Refusal('already_decided')
  await failAuthorisation(tx, decision)
  if (psuId !== null) {
    if (consent.recurring) await endOlder(tx, { consent, psuId, decision })
    // RTS Art. 10a counts authentications for account information; one for confirmation of funds is none.
    if (consent.kind === 'accountInformation') await renewAuthentication(tx, { psuId, tppId, at })
  }
  await recordEvent(tx, { ...decision, type: 'consent.approved', subject, detail: evidence })
  const jobKey = `consent.expire:${consentId}`
  if (!hasNoEnd(consent)) await enqueueJob(tx, 'consent.expire', { consentId }, { runAt: endsAt, jobKey })
}

/**
 * Each other holder gets an authorisation of their own, known by name from the start, and finds it on the dashboard. The
 * mandate is asked anew at each word: who is needed only then is asked then, and who is needed no more is not any longer.
 */
async function askOthers(
  tx: Transaction,
  { consent, decision, missing, evidence }: SettleConsent,
): Promise<void> {
  const { id: consentId, endsAt } = consent
  const { at } = decision
  const subject = `consent:${consentId}` as const
  const further = consent.status === 'partiallyAuthorised'
  const last = new Date(at.getTime() + env.SECOND_HOLDER_DAYS * DAY_MILLIS)
  const decideBy = further ? consent.decideBy : last < endsAt ? last : endsAt
  await tx
    .update(consents)
    .set({ status: 'partiallyAuthorised', decideBy, lastActionAt: at })
    .where(eq(consents.id, consentId))
  await recordEvent(tx, { ...decision, type: 'consent.partially-approved', subject, detail: evidence })
  const asked = further ? await stillAsked(tx, { consentId, missing, decision }) : []
  for (const psuId of missing.filter((one) => !asked.includes(one))) {
    const authorisationId = await insertAuthorisation(tx, {
      resourceId: consentId,
      psuId,
      scaStatus: 'psuIdentified',
      at,
    })
    await recordScaStatus(tx, { ...decision, psuId, authorisationId, scaStatus: 'psuIdentified' })
    await recordEvent(tx, { ...decision, psuId, type: 'consent.awaits-holder', subject })
  }
  if (further) return
  const jobKey = `consent.lapse:${consentId}`
  await enqueueJob(tx, 'consent.lapse', { consentId }, { runAt: decideBy ?? endsAt, jobKey })
}

/** Who of those missing has been asked already; the open authorisations of all others end. */
async function stillAsked(tx: Transaction, { consentId, missing, decision }: StillAsked): Promise<string[]> {
  const open = await tx
    .select({ id: authorisations.id, psuId: authorisations.psuId })
    .from(authorisations)
    .where(
      and(
        eq(authorisations.resourceKind, 'consent'),
        eq(authorisations.resourceId, consentId),
        isNotNull(authorisations.psuId),
        inArray(authorisations.scaStatus, scaPredecessorsOf('finalised')),
      ),
    )
  const asked = open.flatMap(({ psuId }) => (psuId !== null && missing.includes(psuId) ? psuId : []))
  for (const { id, psuId } of open)
    if (psuId === null || !missing.includes(psuId))
      await moveAuthorisation(tx, { authorisationId: id, to: 'failed', decision: { ...decision, psuId } })
  return asked
}

/**
 * A new recurring consent ends the older one at the moment it becomes valid, never before (xs2a.md 3.3). One for
 * confirmation of funds ends only the one for the same account (2.4).
 */
async function endOlder(tx: Transaction, { consent, psuId, decision }: EndOlder): Promise<void> {
  const { at } = decision
  const ended = await tx
    .update(consents)
    .set({ status: 'expired', replacedBy: consent.id, lastActionAt: at })
    .where(
      and(
        eq(consents.tppId, consent.tppId),
        eq(consents.psuId, psuId),
        eq(consents.kind, consent.kind),
        eq(consents.recurring, true),
        eq(consents.status, 'valid'),
        consent.kind === 'fundsConfirmation'
          ? ofSameAccount(consent.id)
          : eq(consents.clientId, consent.clientId),
        ne(consents.id, consent.id),
      ),
    )
    .returning({ id: consents.id, grantId: consents.grantId })
  for (const older of ended) {
    await endTokens(tx, older.grantId)
    await recordEvent(tx, {
      ...decision,
      type: 'consent.replaced',
      subject: `consent:${older.id}`,
      consentId: older.id,
      detail: { by: consent.id },
    })
  }
}

const ofSameAccount = (consentId: string) => sql`exists (
  select from consent_accounts mine join consent_accounts its on its.account_id = mine.account_id
  where mine.consent_id = ${consentId} and its.consent_id = ${consents.id} and its.version = ${consents.version})`

type StillAsked = { consentId: string; missing: readonly string[]; decision: ConsentDecision }
type EndOlder = { consent: Consent; psuId: string; decision: ConsentDecision }
type Consent = typeof consents.$inferSelect
type SettleConsent = {
  /** As it stands in the books, locked, with the customer who gave the first word. */
  consent: Consent
  decision: ConsentDecision
  missing: readonly string[]
  evidence: Evidence
}
export type Settled = 'valid' | 'partiallyAuthorised'
