import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { removals } from '@/db/schema/removals'

/** How many letters of this customer lie ready that only they can send: until then nobody has been asked anything. */
export const countLetters = (psuId: string): Promise<number> =>
  database().$count(
    removals,
    and(eq(removals.psuId, psuId), eq(removals.channel, 'letter'), eq(removals.state, 'asked')),
  )
