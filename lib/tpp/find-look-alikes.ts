import 'server-only'
import { eq, ne } from 'drizzle-orm'
import type { Queryable } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { tpps } from '@/db/schema/tpps'
import { brand as bank } from '@/lib/brand'
import { type LikeBank, likeBank } from './like-bank'
import { lookAlike } from './look-alike'

/**
 * Whose brand or legal name these names of one third party look like (THR-12): those of the others, and the bank's own, which
 * no name may hold either. What is found first weighs most.
 */
export async function findLookAlikes(
  queryable: Queryable,
  { tppId, names }: FindLookAlikes,
): Promise<FoundLookAlike[]> {
  const others = await queryable
    .select({ tppId: tpps.id, legalName: tpps.legalName, brand: applications.brand })
    .from(tpps)
    .leftJoin(applications, eq(applications.tppId, tpps.id))
    .where(ne(tpps.id, tppId))
  const found: FoundLookAlike[] = []
  for (const name of names) {
    const asBank = likeBank(name)
    if (asBank) found.push({ tppId: null, name: bank.name, rule: asBank })
    for (const { tppId: other, legalName, brand } of others) {
      const taken = [brand ?? legalName, legalName].find((theirs) => lookAlike(name, theirs))
      const rule = taken === undefined ? null : lookAlike(name, taken)
      if (taken !== undefined && rule) found.push({ tppId: other, name: taken, rule })
    }
  }
  return found
}

type FindLookAlikes = { tppId: string; names: string[] }

/** `tppId` null: it is the bank. */
export type FoundLookAlike = { tppId: string | null; name: string; rule: LikeBank }
