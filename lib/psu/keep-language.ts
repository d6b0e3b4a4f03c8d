import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import type { Language } from '@/i18n/languages'
import { now } from '@/lib/clock'
import { coolsUntil } from './cool-down'

/**
 * Remembers the language that a customer chose, for their other browsers and for what the bank writes to them. Of who has just
 * got back in only their own browser remembers it: if it is somebody else, the customer must be able to read who it was.
 */
export async function keepLanguage(customer: KeepsLanguage, language: Language): Promise<void> {
  const { psuId, credentialId } = customer
  if (await coolsUntil({ credentialId, now: await now() })) return
  await database().update(psus).set({ locale: language }).where(eq(psus.id, psuId))
}

/** Remembers in which language the pages were when they first signed in: the bank writes in it until they choose. */
export async function keepPagesLanguage(psuId: string, language: Language): Promise<void> {
  await database()
    .update(psus)
    .set({ pagesLocale: language })
    .where(and(eq(psus.id, psuId), isNull(psus.pagesLocale)))
}

type KeepsLanguage = { psuId: string; credentialId: string }
