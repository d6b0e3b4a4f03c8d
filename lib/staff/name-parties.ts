import 'server-only'
import { eq, inArray, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { developers } from '@/db/schema/developers'
import { tpps } from '@/db/schema/tpps'
import { isUuid } from '@/lib/uuid'
import { nameColleagues } from './colleague'
import { splitParty } from './mask-party'

/** Names of colleagues, third parties and developers' organisations by `kind:id`; of customers there are none. */
export async function nameParties(parties: readonly (string | null)[]): Promise<Record<string, string>> {
  const wanted = new Set(parties.filter((party) => party !== null))
  const idsOf = (kind: string) =>
    [...wanted].map(splitParty).flatMap((party) => (party.kind === kind && party.id ? [party.id] : []))
  const [colleagues, brands, organisations] = await Promise.all([
    nameColleagues(idsOf('staff').filter(isUuid)),
    database()
      .select({ id: tpps.id, name: sql<string>`coalesce(${applications.brand}, ${tpps.legalName})` })
      .from(tpps)
      .leftJoin(applications, eq(applications.clientId, tpps.id))
      .where(inArray(tpps.id, idsOf('tpp'))),
    database()
      .select({ id: developers.id, name: developers.legalName })
      .from(developers)
      .where(inArray(developers.id, idsOf('developer').filter(isUuid))),
  ])
  return Object.fromEntries([
    ...[...colleagues].map(([id, name]) => [`staff:${id}`, name]),
    ...brands.map(({ id, name }) => [`tpp:${id}`, name]),
    ...organisations.map(({ id, name }) => [`developer:${id}`, name]),
  ])
}
