import 'server-only'
import { randomBytes } from 'node:crypto'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import type { REALM_CHALLENGE_PURPOSES } from '@/db/schema/realm'
import { Refusal } from '@/lib/errors'
import type { Realm } from './realm'
import { CHALLENGE_SECONDS } from './relying-party'

/** Keeps a challenge of 32 random bytes for one purpose and place of a realm's door. */
export async function giveRealmChallenge(
  { challenges }: Pick<Realm, 'challenges'>,
  { now, seconds = CHALLENGE_SECONDS, ...of }: GiveRealmChallenge,
): Promise<GivenChallenge> {
  const [challengeId, challenge] = [newId(), randomBytes(32)]
  const expiresAt = new Date(now.getTime() + seconds * 1000)
  await database()
    .insert(challenges)
    .values({ id: challengeId, challenge, ...of, expiresAt })
  return { challengeId, challenge }
}

/**
 * Takes a challenge out of the world before anything is verified: of answers at the same time one goes on, and a failure
 * burns it too. Throws `challenge_spent`.
 */
export async function takeRealmChallenge(
  { challenges }: Pick<Realm, 'challenges'>,
  { now, ...of }: TakeRealmChallenge,
) {
  const [challenge] = await database()
    .update(challenges)
    .set({ consumedAt: now })
    .where(isOpen(challenges, { now, ...of }))
    .returning({ challenge: challenges.challenge, holderId: challenges.holderId })
  if (!challenge) throw new Refusal('challenge_spent')
  return challenge
}

/** Looks at one without using it up. Throws `challenge_spent`. */
export async function peekRealmChallenge(
  { challenges }: Pick<Realm, 'challenges'>,
  of: TakeRealmChallenge,
): Promise<Buffer> {
  const [found] = await database()
    .select({ challenge: challenges.challenge })
    .from(challenges)
    .where(isOpen(challenges, of))
  if (!found) throw new Refusal('challenge_spent')
  return found.challenge
}

function isOpen(challenges: Realm['challenges'], { challengeId, purpose, binding, now }: TakeRealmChallenge) {
  return and(
    eq(challenges.id, challengeId),
    eq(challenges.purpose, purpose),
    eq(challenges.binding, binding),
    isNull(challenges.consumedAt),
    gt(challenges.expiresAt, now),
  )
}

type Purpose = (typeof REALM_CHALLENGE_PURPOSES)[number]
type GiveRealmChallenge = {
  purpose: Purpose
  binding: string
  holderId: string | null
  now: Date
  seconds?: number
}
type GivenChallenge = { challengeId: string; challenge: Buffer }
type TakeRealmChallenge = { challengeId: string; purpose: Purpose; binding: string; now: Date }
