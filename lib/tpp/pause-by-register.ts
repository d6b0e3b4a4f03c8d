import 'server-only'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { tppDecisions } from '@/db/schema/tpp-decisions'
import { isRefusal } from '@/lib/errors'
import { countAffected } from './count-affected'
import { enactDecision } from './enact-decision'

/**
 * Pauses a third party whose authorisation its authority's register has withdrawn: at once and without a second person, since
 * the bank decides nothing here. Staff undo it like any pause, with four eyes. False where it is not served anyway.
 */
export async function pauseByRegister({ tppId, note, now }: PauseByRegister): Promise<boolean> {
  return database()
    .transaction(async (tx) => {
      const [decision] = await tx
        .insert(tppDecisions)
        .values({
          id: newId(),
          tppId,
          action: 'pause',
          state: 'approved',
          ground: 'licence-withdrawn',
          note,
          tppText: 'Your authority no longer lists you as authorised for this.',
          customersText: 'Its authority no longer lists it as licensed.',
          requestedBy: null,
          requestedAt: now,
          decidedBy: null,
          decidedAt: now,
          ...countAffected(tppId),
        })
        .returning()
      if (!decision) throw new Error(`Nothing was written about ${tppId}`)
      await enactDecision(tx, { decision, actor: 'register', requestId: null, now })
      return true
    })
    .catch((thrown) => {
      if (isRefusal(thrown) && thrown.code === 'proposal_untimely') return false
      throw thrown
    })
}

type PauseByRegister = { tppId: string; note: string; now: Date }
