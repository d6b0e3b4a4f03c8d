import 'server-only'
import { eq } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { oauthRecords } from '@/db/schema/oauth-records'

/**
 * Ends every token, code and grant of a consent by deleting their rows, inside the deciding transaction: no call into
 * the provider, and nothing that could succeed after the commit.
 */
export async function endTokens(tx: Transaction, grantId: string | null): Promise<void> {
  if (grantId !== null) await tx.delete(oauthRecords).where(eq(oauthRecords.grantId, grantId))
}
