import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { scaPredecessorsOf } from '@/lib/consent/sca-status'

/** Nobody will finish the authorisations of these payments any more; one that is finished stays so. */
export async function failPaymentAuthorisations(
  tx: Transaction,
  { paymentIds, psuId = null, at }: FailPaymentAuthorisations,
): Promise<void> {
  await tx
    .update(authorisations)
    .set({ scaStatus: 'failed', psuId, updatedAt: at })
    .where(
      and(
        eq(authorisations.resourceKind, 'payment'),
        inArray(authorisations.resourceId, paymentIds),
        inArray(authorisations.scaStatus, scaPredecessorsOf('failed')),
      ),
    )
}

type FailPaymentAuthorisations = { paymentIds: string[]; psuId?: string | null; at: Date }
