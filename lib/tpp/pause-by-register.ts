import 'server-only'
import { database } from '@/db/connection'
import { isRefusal } from '@/lib/errors'
import { decideByRegister } from './decide-by-register'

/**
 * Pauses a third party whose authorisation its authority's register has withdrawn. Staff undo it like any pause, with four
 * eyes. False where it is not served anyway.
 */
export async function pauseByRegister({ tppId, note, now }: PauseByRegister): Promise<boolean> {
  return database()
    .transaction(async (tx) => {
      await decideByRegister(tx, {
        tppId,
        action: 'pause',
        ground: 'licence-withdrawn',
        note,
        tppText: 'Your authority no longer lists you as authorised for this.',
        customersText: 'Its authority no longer lists it as licensed.',
        now,
      })
      return true
    })
    .catch((thrown) => {
      if (isRefusal(thrown) && thrown.code === 'proposal_untimely') return false
      throw thrown
    })
}

type PauseByRegister = { tppId: string; note: string; now: Date }
