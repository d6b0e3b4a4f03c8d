import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { type ConsentDecision, recordScaStatus } from './record-sca-status'
import { type ScaStatus, scaPredecessorsOf } from './sca-status'

/**
 * Moves one authorisation of a consent forward, with whatever else stands in the row then, and records it. False where
 * it stands at or beyond that status already: nothing is changed, and nobody is told twice.
 */
export async function moveAuthorisation(
  tx: Transaction,
  { authorisationId, to, also = {}, decision }: MoveAuthorisation,
): Promise<boolean> {
  const moved = await tx
    .update(authorisations)
    .set({ ...also, scaStatus: to, updatedAt: decision.at })
    .where(
      and(
        eq(authorisations.id, authorisationId),
        eq(authorisations.resourceKind, 'consent'),
        eq(authorisations.resourceId, decision.consentId),
        inArray(authorisations.scaStatus, scaPredecessorsOf(to)),
      ),
    )
    .returning({ id: authorisations.id })
  if (moved.length === 0) return false
  await recordScaStatus(tx, { ...decision, authorisationId, scaStatus: to })
  return true
}

type MoveAuthorisation = {
  authorisationId: string
  to: ScaStatus
  also?: Partial<typeof authorisations.$inferInsert>
  decision: ConsentDecision
}
