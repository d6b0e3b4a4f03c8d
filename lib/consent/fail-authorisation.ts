import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'

/** Nobody will finish the authorisation of this consent any more; one that is finished stays so. */
export async function failAuthorisation(tx: Transaction, consentId: string, at: Date): Promise<void> {
  await tx
    .update(authorisations)
    .set({ scaStatus: 'failed', updatedAt: at })
    .where(
      and(
        eq(authorisations.resourceKind, 'consent'),
        eq(authorisations.resourceId, consentId),
        inArray(authorisations.scaStatus, ['received', 'started']),
      ),
    )
}
