import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { isUuid } from '@/lib/uuid'

/** Whether it was this customer who ended a consent, for themselves or for somebody else; what another ended is as absent. */
export async function hasStopped({ consentId, psuId }: HasStopped): Promise<boolean> {
  if (!isUuid(consentId)) return false
  const own = and(eq(consents.id, consentId), eq(consents.endedBy, psuId))
  return (await database().$count(consents, own)) > 0
}

type HasStopped = { consentId: string | undefined; psuId: string }
