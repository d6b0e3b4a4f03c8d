import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { database } from '@/db/connection'
import { journeys } from '@/db/schema/measurements'
import { log } from '@/lib/log'

/**
 * Notes that somebody opened the bank's own sign-in page and returns the journey's id for `measureSignedIn`. The
 * customer's channel is what the third parties' is compared with (RTS Art. 32(4)). A measure never fails a page.
 */
export async function measureArrival(now: Date): Promise<string> {
  const id = newId()
  await database()
    .insert(journeys)
    .values({ id, channel: 'customer', arrivedAt: now })
    .catch((thrown) => log.warn({ err: thrown }, 'A journey was not measured'))
  return id
}

/** Notes that the journey ended in a sign-in. An id that is not one, or not of this channel, is let pass. */
export async function measureSignedIn(id: string | null, now: Date): Promise<void> {
  if (!z.uuid().safeParse(id).success || id === null) return
  await database()
    .update(journeys)
    .set({ authenticatedAt: now })
    .where(and(eq(journeys.id, id), eq(journeys.channel, 'customer'), isNull(journeys.authenticatedAt)))
    .catch((thrown) => log.warn({ err: thrown }, 'A journey was not measured'))
}
