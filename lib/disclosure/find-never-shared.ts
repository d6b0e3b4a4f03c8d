import 'server-only'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { disclosurePreferences } from '@/db/schema/disclosure-preferences'
import { tpps } from '@/db/schema/tpps'
import { marketProfile } from '@/lib/market-profile'

/**
 * What a customer has said they never share: which accounts, and with which third parties, oldest first. Nothing, and nothing is
 * asked, under a market profile without standing preferences.
 */
export async function findNeverShared(psuId: string): Promise<NeverShared> {
  if (!marketProfile.standingPreferences) return { accounts: [], thirdParties: [] }
  const rows = await database()
    .select({
      kind: disclosurePreferences.kind,
      about: disclosurePreferences.about,
      since: disclosurePreferences.createdAt,
      name: sql<string | null>`coalesce((select ${applications.brand} from ${applications}
        where ${applications.tppId} = ${tpps.id} order by ${applications.createdAt} limit 1), ${tpps.legalName})`,
    })
    .from(disclosurePreferences)
    .leftJoin(tpps, eq(tpps.id, disclosurePreferences.about))
    .where(
      and(
        eq(disclosurePreferences.psuId, psuId),
        inArray(disclosurePreferences.kind, ['never-this-account', 'never-this-third-party']),
      ),
    )
    .orderBy(asc(disclosurePreferences.createdAt), asc(disclosurePreferences.id))
  const of = (wanted: (typeof rows)[number]['kind']) =>
    rows.flatMap(({ kind, about, since, name }) =>
      kind === wanted && about !== null ? [{ id: about, since, name }] : [],
    )
  return {
    accounts: of('never-this-account').map(({ id, since }) => ({ id, since })),
    // Nobody is forgotten here: one that the books do not name any more goes by its identifier.
    thirdParties: of('never-this-third-party').map((one) => ({ ...one, name: one.name ?? one.id })),
  }
}

/** Since when this customer shares nothing with this third party, by their own word; null where they have not said so. */
export async function findNeverSharedWith({ psuId, tppId }: OneThirdParty): Promise<Date | null> {
  return (await findNeverShared(psuId)).thirdParties.find(({ id }) => id === tppId)?.since ?? null
}

type OneThirdParty = { psuId: string; tppId: string }
export type NeverShared = {
  accounts: { id: string; since: Date }[]
  thirdParties: { id: string; since: Date; name: string }[]
}
