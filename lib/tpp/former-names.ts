import 'server-only'
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'

/**
 * By what names these third parties went before, from the trail: of each the oldest first, with the moment until which it was
 * so. What a customer did is told by the name they knew, and none that was taken afterwards changes it.
 */
export async function findFormerNames(tppIds: readonly string[]): Promise<FormerNames> {
  if (tppIds.length === 0) return new Map()
  const rows = await database()
    .select({ tppId: auditEvents.tppId, until: auditEvents.at, detail: auditEvents.detail })
    .from(auditEvents)
    .where(
      and(
        inArray(auditEvents.tppId, [...new Set(tppIds)]),
        isNull(auditEvents.consentId),
        eq(auditEvents.type, 'tpp.renamed'),
      ),
    )
    .orderBy(asc(auditEvents.at), asc(auditEvents.id))
  const names = rows.map(({ tppId, until, detail }) => ({
    tppId: tppId ?? '',
    until,
    name: `${detail.from}`,
  }))
  return Map.groupBy(names, ({ tppId }) => tppId)
}

/** What it was called at a moment; `today` is what it is called now. */
export function nameAt(former: readonly FormerName[], at: Date, today: string): string {
  return former.find(({ until }) => until > at)?.name ?? today
}

export type FormerName = { until: Date; name: string }
export type FormerNames = ReadonlyMap<string, readonly FormerName[]>
