import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { journeys } from '@/db/schema/measurements'
import { now as currentTime } from '@/lib/clock'
import { log } from '@/lib/log'

type Step = 'authenticatedAt' | 'decidedAt' | 'codeAt' | 'tokenAt'

/** The customer reached the approval page of one request: a journey begins. Never stands in the way of it. */
export function beginJourney(uid: string, tppId: string, at: Date): Promise<void> {
  return quietly(async () => {
    await database()
      .insert(journeys)
      .values({ id: uid, channel: 'tpp', tppId, arrivedAt: at })
      .onConflictDoNothing()
  })
}

/** Notes one more time of a journey, found by its interaction or its grant; the first time of each step counts. */
export function measureJourney(
  where: { uid: string } | { grantId: string },
  step: Step,
  also: { grantId?: string | null; outcome?: string } = {},
): Promise<void> {
  return quietly(async () => {
    const which = 'uid' in where ? eq(journeys.id, where.uid) : eq(journeys.grantId, where.grantId)
    await database()
      .update(journeys)
      .set({ [step]: await currentTime(), ...also })
      .where(and(which, isNull(journeys[step])))
  })
}

// A lost row costs a figure, never a proof: a measurement may fail, what it measures may not.
async function quietly(measure: () => Promise<void>): Promise<void> {
  await measure().catch((thrown) => log.warn({ err: thrown }, 'A journey was not measured'))
}
