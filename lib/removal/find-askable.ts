import 'server-only'
import { and, eq, inArray, lte, notExists, or, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { consents } from '@/db/schema/consents'
import { removals } from '@/db/schema/removals'
import { allowedBy } from '@/lib/consent/allowed-by'
import { OPEN_STATES } from './removal'

/** Allowed once and over, whether or not a job has written that down. An end of what was only asked for gave nobody anything. */
export const hasEnded = and(
  sql`${consents.version} > 0`,
  or(
    inArray(consents.status, ['revokedByPsu', 'terminatedByTpp', 'expired']),
    and(eq(consents.status, 'valid'), or(lte(consents.endsAt, sql`placet_now()`), eq(consents.readsLeft, 0))),
  ),
)

/** An earlier request after which there is nothing to ask. */
export const standsInTheWay = inArray(removals.state, [...OPEN_STATES, 'deleted'])

/**
 * Whether a customer can ask for the deletion of what was got under a permission of theirs, and whether it is they who send it,
 * as a letter; null where nothing can be asked.
 */
export async function findAskable({ consentId, psuId }: FindAskable): Promise<{ byLetter: boolean } | null> {
  const db = database()
  const earlier = db
    .select({ id: removals.id })
    .from(removals)
    .where(and(eq(removals.consentId, consents.id), standsInTheWay))
  const [row] = await db
    .select({ endpoint: applications.dataRemovalEndpoint })
    .from(consents)
    .leftJoin(applications, eq(applications.clientId, consents.clientId))
    .where(and(eq(consents.id, consentId), allowedBy(psuId), hasEnded, notExists(earlier)))
  return row ? { byLetter: row.endpoint === null } : null
}

type FindAskable = { consentId: string; psuId: string }
