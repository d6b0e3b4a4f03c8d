import 'server-only'
import { and, eq, exists, lte } from 'drizzle-orm'
import { database } from '@/db/connection'
import { erasures } from '@/db/schema/erasures'
import { psus } from '@/db/schema/psus'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { isRefusal } from '@/lib/errors'
import { prepareAgain } from './erase-again'
import { finishErasures, repeatErasures } from './finish-erasures'
import { forgetKept } from './forget-kept'
import { prepareErasure } from './prepare-erasure'

/**
 * What the clock has decided about erasures is done here, hourly and on any number of instances: whoever asked and has left is
 * erased, what was interrupted is finished, what a backup brought back goes again, customers and keys, and what laws have kept goes on its day.
 */
export async function carryOutErasures(): Promise<CarriedOut> {
  // First: whoever came back without a key would stop all the others at the key that is gone.
  await prepareAgain()
  const today = bankDay(await now(), brand.timeZone)
  const asked = database().select().from(erasures).where(eq(erasures.psuId, psus.id))
  const due = await database()
    .select({ psuId: psus.id })
    .from(psus)
    .where(and(lte(psus.leftOn, today), exists(asked)))
  for (const { psuId } of due)
    await prepareErasure(psuId).catch((thrown) => {
      // Something of theirs still lives, or another instance was quicker: the next hour sees.
      if (!isRefusal(thrown)) throw thrown
    })
  const done = await finishErasures()
  return { done, repeated: await repeatErasures(), forgotten: await forgetKept() }
}

type CarriedOut = { done: string[]; repeated: number; forgotten: number }
