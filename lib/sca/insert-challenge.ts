import 'server-only'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { scaChallenges } from '@/db/schema/sca-challenges'
import { CHALLENGE_SECONDS } from './relying-party'

/** Keeps a challenge that is about to be given out, with the one purpose and place it is good for. */
export async function insertChallenge({ now, ...challenge }: InsertChallenge): Promise<string> {
  const id = newId()
  const expiresAt = new Date(now.getTime() + CHALLENGE_SECONDS * 1000)
  await database()
    .insert(scaChallenges)
    .values({ id, ...challenge, expiresAt })
  return id
}

type InsertChallenge = Pick<
  typeof scaChallenges.$inferSelect,
  'purpose' | 'binding' | 'challenge' | 'recordHash' | 'psuId'
> & { now: Date }
