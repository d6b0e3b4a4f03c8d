import 'server-only'
import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { predecessorsOf } from './consent'

/** Whether a third party's application may ask a customer to allow this consent: its own, and not answered yet. */
export async function isConsentOpenFor({ consentId, tppId, clientId }: IsConsentOpenFor): Promise<boolean> {
  const rows = await database()
    .select({ id: consents.id })
    .from(consents)
    .where(
      and(
        eq(consents.id, consentId),
        eq(consents.tppId, tppId),
        eq(consents.clientId, clientId),
        inArray(consents.status, predecessorsOf('valid')),
        gt(consents.endsAt, sql`placet_now()`),
      ),
    )
  return rows.length === 1
}

type IsConsentOpenFor = { consentId: string; tppId: string; clientId: string }
