import 'server-only'
import { and, eq, gt, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import type { ConsentKind } from './consent'

/** Whether a third party's application may ask a customer to allow this consent: its own, and not answered yet. */
export async function isConsentOpenFor({
  consentId,
  kind = 'accountInformation',
  tppId,
  clientId,
}: IsConsentOpenFor): Promise<boolean> {
  const rows = await database()
    .select({ id: consents.id })
    .from(consents)
    .where(
      and(
        eq(consents.id, consentId),
        eq(consents.kind, kind),
        eq(consents.tppId, tppId),
        eq(consents.clientId, clientId),
        eq(consents.status, 'received'),
        eq(consents.version, 0),
        gt(consents.endsAt, sql`placet_now()`),
      ),
    )
  return rows.length === 1
}

type IsConsentOpenFor = { consentId: string; kind?: ConsentKind; tppId: string; clientId: string }
