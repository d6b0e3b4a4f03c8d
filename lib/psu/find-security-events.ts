import 'server-only'
import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { psus } from '@/db/schema/psus'
import type { EventType } from '@/lib/audit/event-catalogue'
import { vaultKey } from '@/lib/vault/vault'

const SHOWN = 20

/** What the customer reads about the ways into their bank; the rest of their history is on the page of activity. */
export const SECURITY_EVENTS = [
  'psu.signed-in',
  'psu.signed-out',
  'psu.authentication-failed',
  'authenticator.created',
  'authenticator.renamed',
  'authenticator.removed',
  'authenticator.locked',
  'activation.issued',
  'activation.reset',
  'recovery-codes.made',
  'recovery.letter-issued',
  'recovery.refused',
  'recovery.used',
  'recovery.objected',
  'consent.looked-at',
  'consent.revoked-by-staff',
] as const satisfies readonly EventType[]

/** The latest of them, newest first, from the trail itself; two years back and no further. */
export async function findSecurityEvents({ psuId, now }: FindSecurityEvents): Promise<SecurityEvent[]> {
  const since = new Date(now)
  since.setUTCFullYear(since.getUTCFullYear() - 2)
  const { id, at, type, detail, sealedDetail } = auditEvents
  const rows = await database()
    .select({ id, at, type: sql<SecurityEventType>`${type}`, detail, sealedDetail })
    .from(auditEvents)
    .where(and(eq(auditEvents.psuId, psuId), gt(at, since), inArray(type, [...SECURITY_EVENTS])))
    .orderBy(desc(at), desc(id))
    .limit(SHOWN)
  const [psu] = await database().select({ keyId: psus.keyId }).from(psus).where(eq(psus.id, psuId))
  if (!psu) return []
  const key = await vaultKey(psu.keyId)
  return rows.map((row) => {
    const personal = row.sealedDetail
      ? key.open<Record<string, unknown>>('audit_events.detail', row.sealedDetail)
      : {}
    return {
      id: row.id,
      at: row.at,
      type: row.type,
      named: textOf(personal.name) ?? textOf(personal.browser),
      everywhere: row.detail.where === 'everywhere',
      other: row.detail.where === 'other',
    }
  })
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

type FindSecurityEvents = { psuId: string; now: Date }
export type SecurityEventType = (typeof SECURITY_EVENTS)[number]
export type SecurityEvent = {
  id: string
  at: Date
  type: SecurityEventType
  /** The passkey's name, or the browser, where the trail holds one. */
  named: string | null
  /** For a sign-out. */
  everywhere: boolean
  other: boolean
}
