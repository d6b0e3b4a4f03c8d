import 'server-only'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { scaChallenges } from '@/db/schema/sca-challenges'
import { Refusal } from '@/lib/errors'

/**
 * Takes a challenge out of the world before anything is verified, in one conditional UPDATE: of answers that arrive
 * at the same time one goes on, and a failure burns it too (INV-04). Throws `challenge_spent` for one that is unknown,
 * used, out of time, or was given out for another purpose or place.
 */
export async function consumeChallenge({
  challengeId,
  purpose,
  binding,
  now,
}: ConsumeChallenge): Promise<Challenge> {
  const [challenge] = await database()
    .update(scaChallenges)
    .set({ consumedAt: now })
    .where(
      and(
        eq(scaChallenges.id, challengeId),
        eq(scaChallenges.purpose, purpose),
        eq(scaChallenges.binding, binding),
        isNull(scaChallenges.consumedAt),
        gt(scaChallenges.expiresAt, now),
      ),
    )
    .returning({
      challenge: scaChallenges.challenge,
      recordHash: scaChallenges.recordHash,
      psuId: scaChallenges.psuId,
    })
  if (!challenge) throw new Refusal('challenge_spent')
  return challenge
}

export type Challenge = Pick<typeof scaChallenges.$inferSelect, 'challenge' | 'recordHash' | 'psuId'>

type ConsumeChallenge = Pick<typeof scaChallenges.$inferSelect, 'purpose' | 'binding'> & {
  challengeId: string
  now: Date
}
