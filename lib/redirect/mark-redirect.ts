import 'server-only'
import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { interactions } from '@/db/schema/interactions'
import { Refusal } from '@/lib/errors'

/** Spends the link, in the transaction that decides: of two tabs one wins. Throws `already_decided` otherwise. */
export async function markRedirect(
  tx: Transaction,
  { uid, decision, psuId, at }: MarkRedirect,
): Promise<void> {
  const marked = await tx
    .update(interactions)
    .set({ decision, decidedAt: at, psuId })
    .where(
      and(
        eq(interactions.uid, uid),
        eq(interactions.kind, 'redirect'),
        isNull(interactions.decision),
        gt(interactions.requestEndsAt, at),
      ),
    )
    .returning({ uid: interactions.uid })
  if (marked.length === 0) throw new Refusal('already_decided')
}

type MarkRedirect = { uid: string; decision: 'allowed' | 'refused'; psuId: string | null; at: Date }
