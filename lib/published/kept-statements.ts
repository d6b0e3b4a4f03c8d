import 'server-only'
import { eq, lte } from 'drizzle-orm'
import { database } from '@/db/connection'
import { publishedStatements } from '@/db/schema/published-statements'

/** Which copy is kept of a place, and since when; null if none is. The copy itself is megabytes: see `readBody`. */
export async function findKept(place: string): Promise<Kept | null> {
  const { digest, fetchedAt, sequence } = publishedStatements
  const [row] = await database()
    .select({ digest, fetchedAt, sequence })
    .from(publishedStatements)
    .where(eq(publishedStatements.place, place))
  return row ?? null
}

/** The copy that is kept of a place. */
export async function readBody(place: string): Promise<Buffer | null> {
  const [row] = await database()
    .select({ body: publishedStatements.body })
    .from(publishedStatements)
    .where(eq(publishedStatements.place, place))
  return row?.body ?? null
}

/**
 * Keeps a copy that was checked, unless a later issue is there; `isAnew` where that one is no good (its signer is believed no
 * more).
 */
export async function keepStatement(statement: Statement, { isAnew }: { isAnew: boolean }): Promise<void> {
  const { place: _, ...told } = statement
  await database()
    .insert(publishedStatements)
    .values(statement)
    .onConflictDoUpdate({
      target: publishedStatements.place,
      set: told,
      ...(!isAnew && { setWhere: lte(publishedStatements.sequence, statement.sequence) }),
    })
}

export type Kept = { digest: string; fetchedAt: Date; sequence: number }
type Statement = typeof publishedStatements.$inferInsert
