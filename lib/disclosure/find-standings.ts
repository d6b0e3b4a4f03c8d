import 'server-only'
import { and, eq, inArray, or } from 'drizzle-orm'
import { database } from '@/db/connection'
import { disclosurePreferences } from '@/db/schema/disclosure-preferences'
import { psus } from '@/db/schema/psus'
import type { Standing } from './disclosure-rule'

/**
 * What the bank's records say of each customer's will towards one recipient, in two look-ups however many customers. A standing
 * no outweighs a yes, and one who is not an active customer is unknown.
 */
export async function findStandings(
  psuIds: readonly string[],
  tppId: string,
): Promise<Map<string, Standing>> {
  const asked = [...new Set(psuIds)]
  const standings = new Map<string, Standing>(asked.map((id) => [id, 'unknown']))
  const [known, preferences] = await Promise.all([
    database()
      .select({ id: psus.id })
      .from(psus)
      .where(and(inArray(psus.id, asked), eq(psus.status, 'active'))),
    database()
      .select({ psuId: disclosurePreferences.psuId, kind: disclosurePreferences.kind })
      .from(disclosurePreferences)
      .where(
        and(
          inArray(disclosurePreferences.psuId, asked),
          or(
            inArray(disclosurePreferences.kind, ['in-files', 'never-in-files']),
            and(
              eq(disclosurePreferences.kind, 'never-this-third-party'),
              eq(disclosurePreferences.about, tppId),
            ),
          ),
        ),
      ),
  ])
  for (const { id } of known) standings.set(id, 'silent')
  for (const { psuId, kind } of preferences) {
    const standing = OF_KIND[kind]
    const before = standings.get(psuId)
    if (standing && before && RANK.indexOf(standing) > RANK.indexOf(before)) standings.set(psuId, standing)
  }
  // Whoever is no customer any more stays unknown, whatever they once said.
  const customers = new Set(known.map(({ id }) => id))
  for (const id of asked) if (!customers.has(id)) standings.set(id, 'unknown')
  return standings
}

const OF_KIND: Record<string, Standing | undefined> = {
  'in-files': 'allowed',
  'never-in-files': 'refused',
  'never-this-third-party': 'never',
}

/** Of two that hold at once, the later one. */
const RANK: readonly Standing[] = ['unknown', 'silent', 'allowed', 'refused', 'never']
