import 'server-only'
import { and, desc, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { consents } from '@/db/schema/consents'
import { psus } from '@/db/schema/psus'
import type { Actor, EventType } from '@/lib/audit/event-catalogue'
import { vaultKey } from '@/lib/vault/vault'
import { allowedBy } from './allowed-by'
import { customerOf } from './customer-of'

/** What the bank decides about a third party happens to every permission of it. */
const OF_THE_THIRD_PARTY: EventType[] = ['tpp.renamed', 'tpp.paused', 'tpp.resumed', 'tpp.end-announced']

/** What another holder decided, or whoever ended it, each of those who decided reads as well. */
export const SHARED: readonly EventType[] = [
  'consent.partially-approved',
  'consent.approved',
  'consent.refused',
  'consent.lapsed',
  'consent.revoked',
  'consent.terminated',
  'consent.replaced',
  'consent.expired',
  'consent.revoked-by-staff',
  'consent.revoked-by-agent',
  'consent.ended-by-bank',
  'consent.account-dropped',
  'consent.shortened',
  'consent.paused',
  'consent.resumed',
]

/**
 * What was decided about one of the customer's own permissions, newest first, from the audit trail itself; of an account
 * with several holders by all of them, as far as this one has decided too. With what the bank decided about its third party
 * since it was asked for, and each look of staff with the reason they gave.
 */
export async function findConsentEvents({
  consentId,
  psuId,
  tppId,
  since,
}: FindConsentEvents): Promise<ConsentEvent[]> {
  const decided = sql`exists (select from ${consents} where ${consents.id} = ${consentId}
    and (${allowedBy(psuId)} or ${consents.endedBy} = ${psuId}))`
  const ofConsent = and(
    eq(auditEvents.consentId, consentId),
    or(eq(auditEvents.psuId, psuId), and(inArray(auditEvents.type, SHARED), decided)),
  )
  const ofThirdParty = and(
    eq(auditEvents.tppId, tppId),
    isNull(auditEvents.consentId),
    inArray(auditEvents.type, OF_THE_THIRD_PARTY),
    gte(auditEvents.at, since),
  )
  const rows = await database()
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      type: auditEvents.type,
      actor: auditEvents.actor,
      detail: auditEvents.detail,
      sealedDetail: auditEvents.sealedDetail,
      keyId: psus.keyId,
    })
    .from(auditEvents)
    .leftJoin(psus, eq(psus.id, auditEvents.psuId))
    .where(or(ofConsent, ofThirdParty))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(50)
  return Promise.all(rows.map((row) => toEvent(row, psuId)))
}

async function toEvent({ id, at, type, actor, ...row }: Row, psuId: string): Promise<ConsentEvent> {
  const by = customerOf(actor as Actor)
  const otherHolder = by === psuId ? null : by
  return {
    id,
    at,
    type: type as EventType,
    otherHolder,
    reason: await reasonOf(type, row),
    accountId: accountOf(row.detail),
  }
}

/** What staff did gives their reason, which the customer reads. */
const WITH_REASON = ['consent.looked-at', 'consent.revoked-by-staff']

async function reasonOf(
  type: string,
  { detail, sealedDetail, keyId }: Pick<Row, 'detail' | 'sealedDetail' | 'keyId'>,
) {
  if (type === 'tpp.renamed') return `${detail.from}`
  if (!WITH_REASON.includes(type) || !sealedDetail || !keyId) return null
  const key = await vaultKey(keyId)
  return key?.open<{ reason: string }>('audit_events.detail', sealedDetail).reason ?? null
}

/** Which account a change took out. */
export function accountOf(detail: unknown): string | null {
  return Dropped.safeParse(detail).data?.accountId ?? null
}
const Dropped = z.object({ accountId: z.uuid() })

type Row = Pick<
  typeof auditEvents.$inferSelect,
  'id' | 'at' | 'type' | 'actor' | 'detail' | 'sealedDetail'
> & {
  keyId: string | null
}
type FindConsentEvents = { consentId: string; psuId: string; tppId: string; since: Date }

/**
 * `otherHolder`: the customer who decided it, where that was another one. `reason`: why staff looked or stopped it; how the
 * third party was called before.
 */
export type ConsentEvent = {
  id: string
  at: Date
  type: EventType
  otherHolder: string | null
  reason: string | null
  /** The account that was taken out of it, whoever holds it: its name is for whom it is theirs. */
  accountId: string | null
}
