import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { interactions } from '@/db/schema/interactions'
import type { Language } from '@/i18n/languages'

/**
 * The languages in which a third party asked to have its customer met, best first, as it wrote them: `ui_locales` of its
 * request (OpenID Connect Core 3.1.2.1), else the consent's `PSU-Accept-Language`; null for none.
 */
export async function askedLanguages(uid: string): Promise<string | null> {
  const [row] = await database()
    .select({ languages: sql<string | null>`coalesce(${interactions.languages}, ${consents.psuLanguages})` })
    .from(interactions)
    .leftJoin(consents, eq(consents.id, interactions.consentId))
    .where(eq(interactions.uid, uid))
  return row?.languages ?? null
}

/** What the customer chooses on the page of a request takes the place of what the third party asked for. */
export async function chooseForRequest(uid: string, language: Language): Promise<void> {
  await database().update(interactions).set({ languages: language }).where(eq(interactions.uid, uid))
}
