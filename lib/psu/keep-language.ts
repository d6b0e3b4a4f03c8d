import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import type { Language } from '@/i18n/languages'

/** Remembers the language that a customer chose, for their other browsers and for what the bank writes to them. */
export async function keepLanguage(psuId: string, language: Language): Promise<void> {
  await database().update(psus).set({ locale: language }).where(eq(psus.id, psuId))
}

/** Remembers in which language the pages were when they first signed in: the bank writes in it until they choose. */
export async function keepPagesLanguage(psuId: string, language: Language): Promise<void> {
  await database()
    .update(psus)
    .set({ pagesLocale: language })
    .where(and(eq(psus.id, psuId), isNull(psus.pagesLocale)))
}
