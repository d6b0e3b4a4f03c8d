import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { type ConsentDecision, recordScaStatus } from './record-sca-status'
import { scaPredecessorsOf } from './sca-status'

/** Nobody will finish the authorisations of this consent any more; one that is finished stays so. */
export async function failAuthorisation(tx: Transaction, decision: ConsentDecision): Promise<void> {
  const failed = await tx
    .update(authorisations)
    .set({ scaStatus: 'failed', updatedAt: decision.at })
    .where(
      and(
        eq(authorisations.resourceKind, 'consent'),
        eq(authorisations.resourceId, decision.consentId),
        inArray(authorisations.scaStatus, scaPredecessorsOf('failed')),
      ),
    )
    .returning({ authorisationId: authorisations.id })
  for (const { authorisationId } of failed)
    await recordScaStatus(tx, { ...decision, authorisationId, scaStatus: 'failed' })
}
