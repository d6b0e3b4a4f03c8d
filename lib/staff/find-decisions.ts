import 'server-only'
import { and, desc, eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authorityReports, tppDecisions } from '@/db/schema/tpp-decisions'
import { countAffected } from '@/lib/tpp/count-affected'
import type { TppDecision } from '@/lib/tpp/tpp-decision'
import { nameColleagues } from './colleague'

const SHOWN_MAX = 50

/** What was proposed and decided about a third party, newest first, with who did it; `decisionId` narrows to one. */
export async function findDecisions({ tppId, decisionId = null }: FindDecisions): Promise<DecisionView[]> {
  const rows = await database()
    .select()
    .from(tppDecisions)
    .where(
      and(eq(tppDecisions.tppId, tppId), decisionId === null ? undefined : eq(tppDecisions.id, decisionId)),
    )
    .orderBy(desc(tppDecisions.requestedAt))
    .limit(SHOWN_MAX)
  const names = await nameColleagues(
    rows.flatMap(({ requestedBy, decidedBy }) => [requestedBy, decidedBy].flatMap((id) => id ?? [])),
  )
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return rows.map((row) => ({
    ...row,
    requestedByName: nameOf(row.requestedBy),
    decidedByName: nameOf(row.decidedBy),
  }))
}

/** How much hangs on a third party at this moment. */
export async function findAffected(tppId: string): Promise<{ consents: number; customers: number }> {
  const { consentsAffected, customersAffected } = countAffected(tppId)
  const { rows } = await database().execute<{ consents: string; customers: string }>(
    sql`select ${consentsAffected} as consents, ${customersAffected} as customers`,
  )
  return { consents: Number(rows[0]?.consents ?? 0), customers: Number(rows[0]?.customers ?? 0) }
}

/** The report to the authority that belongs to a decision, or null: only what was approved has one. */
export async function findReport({ tppId, decisionId }: { tppId: string; decisionId: string }) {
  const [report] = await database()
    .select({ body: authorityReports.body })
    .from(authorityReports)
    .where(and(eq(authorityReports.decisionId, decisionId), eq(authorityReports.tppId, tppId)))
  return report?.body ?? null
}

/** The names of who proposed and who decided; null for the register, and for nobody yet. */
export type DecisionView = TppDecision & { requestedByName: string | null; decidedByName: string | null }
type FindDecisions = { tppId: string; decisionId?: string | null }
