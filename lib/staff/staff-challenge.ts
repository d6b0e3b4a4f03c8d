import 'server-only'
import { randomBytes } from 'node:crypto'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { staffChallenges } from '@/db/schema/staff'
import { Refusal } from '@/lib/errors'
import { CHALLENGE_SECONDS } from '@/lib/sca/relying-party'

/** Keeps a challenge of 32 random bytes for one purpose and place of the staff door. */
export async function giveStaffChallenge({ now, ...of }: GiveStaffChallenge): Promise<GivenChallenge> {
  const [challengeId, challenge] = [newId(), randomBytes(32)]
  const expiresAt = new Date(now.getTime() + CHALLENGE_SECONDS * 1000)
  await database()
    .insert(staffChallenges)
    .values({ id: challengeId, challenge, ...of, expiresAt })
  return { challengeId, challenge }
}

/**
 * Takes a challenge out of the world before anything is verified: of answers at the same time one goes on, and a failure
 * burns it too. Throws `challenge_spent`.
 */
export async function takeStaffChallenge({ challengeId, purpose, binding, now }: TakeStaffChallenge) {
  const [challenge] = await database()
    .update(staffChallenges)
    .set({ consumedAt: now })
    .where(
      and(
        eq(staffChallenges.id, challengeId),
        eq(staffChallenges.purpose, purpose),
        eq(staffChallenges.binding, binding),
        isNull(staffChallenges.consumedAt),
        gt(staffChallenges.expiresAt, now),
      ),
    )
    .returning({ challenge: staffChallenges.challenge, staffId: staffChallenges.staffId })
  if (!challenge) throw new Refusal('challenge_spent')
  return challenge
}

type Purpose = (typeof staffChallenges.$inferSelect)['purpose']
type GiveStaffChallenge = { purpose: Purpose; binding: string; staffId: string | null; now: Date }
type GivenChallenge = { challengeId: string; challenge: Buffer }
type TakeStaffChallenge = { challengeId: string; purpose: Purpose; binding: string; now: Date }
