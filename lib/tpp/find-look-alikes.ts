import 'server-only'
import { eq, ne } from 'drizzle-orm'
import type { Queryable } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { tpps } from '@/db/schema/tpps'
import { brand as bank } from '@/lib/brand'
import { holdsName, type LookAlike, lookAlike } from './look-alike'

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
    const asBank = lookAlike(name, bank.name)
    if (asBank) found.push({ tppId: null, name: bank.name, rule: asBank })
    else if (holdsName(name, OWN_WORD) || speaksAsBank(name))
      found.push({ tppId: null, name: bank.name, rule: 'holds-bank' })
    for (const { tppId: other, legalName, brand } of others) {
      const taken = [brand ?? legalName, legalName].find((theirs) => lookAlike(name, theirs))
      const rule = taken === undefined ? null : lookAlike(name, taken)
      if (taken !== undefined && rule) found.push({ tppId: other, name: taken, rule })
    }
  }
  return found
}

const SHORT = 4

/** What is the bank's own in its name: "Nordhavn" of "Nordhavn Bank". A short word would be found in anybody's name. */
const OWN_WORD = ownWord(bank.name)

function ownWord(name: string): string {
  const word = name.replace(/(?<!\p{L})bank(?!\p{L})/giu, '').trim()
  return [...word].length > SHORT ? word : name
}

/** "Your bank's helpdesk" is not the bank's name, and speaks for it all the same. */
const speaksAsBank = (name: string) => /^(your|din|deres)\s+bank/iu.test(name.normalize('NFKC').trim())

type FindLookAlikes = { tppId: string; names: string[] }

/** `tppId` null: it is the bank. */
export type FoundLookAlike = { tppId: string | null; name: string; rule: LookAlike | 'holds-bank' }
