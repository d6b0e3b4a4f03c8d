import 'server-only'
import { and, eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consents } from '@/db/schema/consents'

/** One authorisation of a consent, for the third party whose consent it is; null for any other. */
export async function findAuthorisation({ consentId, authorisationId, tppId }: FindAuthorisation) {
  const [row] = await database()
    .select({ scaStatus: authorisations.scaStatus })
    .from(authorisations)
    .innerJoin(consents, eq(consents.id, authorisations.resourceId))
    .where(
      and(
        eq(authorisations.id, authorisationId),
        eq(authorisations.resourceKind, 'consent'),
        eq(consents.id, consentId),
        eq(consents.tppId, tppId),
      ),
    )
  return row ?? null
}

type FindAuthorisation = { consentId: string; authorisationId: string; tppId: string }
