import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import type { Language } from '@/i18n/languages'

/** Remembers the language that a customer chose, for their other browsers and for what the bank writes to them. */
export async function keepLanguage(psuId: string, language: Language): Promise<void> {
  await database().update(psus).set({ locale: language }).where(eq(psus.id, psuId))
}
