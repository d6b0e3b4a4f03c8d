import 'server-only'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { erasureCases } from '@/db/schema/erasure-cases'

/** The signed certificate of a case; null where there is no such case, or it is not done. */
export async function findCertificate(caseId: string): Promise<Record<string, string> | null> {
  const [found] = await database()
    .select({ certificate: erasureCases.certificate })
    .from(erasureCases)
    .where(eq(erasureCases.id, caseId))
  return found?.certificate ?? null
}
