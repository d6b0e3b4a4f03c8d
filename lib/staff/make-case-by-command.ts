import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { now as currentTime } from '@/lib/clock'
import { makeCase } from '@/lib/evidence/make-case'
import { isUuid } from '@/lib/uuid'
import { noteCase } from './make-case-file'

/** The case file of a permission for whoever runs the bank's programs, noted before it is made; null where there is none. */
export async function makeCaseByCommand({ consentId, reason }: MakeCaseByCommand): Promise<Buffer | null> {
  const [consent] = isUuid(consentId)
    ? await database()
        .select({ tppId: consents.tppId, psuId: consents.psuId })
        .from(consents)
        .where(eq(consents.id, consentId))
    : []
  if (!consent?.psuId) return null
  const now = await currentTime()
  const noted = { consentId, tppId: consent.tppId, actor: 'system' as const, reason, requestId: null, now }
  const { eventId } = await noteCase(noted)
  return makeCase({ id: eventId, consentId, madeBy: 'system', reason, now })
}

type MakeCaseByCommand = { consentId: string; reason: string }
