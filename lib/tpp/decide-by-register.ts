import 'server-only'
import { v7 as newId } from 'uuid'
import type { Transaction } from '@/db/connection'
import { tppDecisions } from '@/db/schema/tpp-decisions'
import { countAffected } from './count-affected'
import { enactDecision } from './enact-decision'

/**
 * Writes down what the register has decided and makes it true: at once and without a second person, since the bank decides
 * nothing here. Throws `proposal_untimely` where it does not fit how the third party stands.
 */
export async function decideByRegister(
  tx: Transaction,
  { tppId, now, ...decided }: DecideByRegister,
): Promise<void> {
  const [decision] = await tx
    .insert(tppDecisions)
    .values({
      ...decided,
      id: newId(),
      tppId,
      state: 'approved',
      requestedBy: null,
      requestedAt: now,
      decidedBy: null,
      decidedAt: now,
      ...countAffected(tppId),
    })
    .returning()
  if (!decision) throw new Error(`Nothing was written about ${tppId}`)
  await enactDecision(tx, { decision, actor: 'register', requestId: null, now })
}

type DecideByRegister = Pick<typeof tppDecisions.$inferInsert, 'action' | 'ground' | 'note'> & {
  tppId: string
  tppText: string
  customersText: string
  now: Date
}
