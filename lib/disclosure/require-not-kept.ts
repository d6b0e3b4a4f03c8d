import 'server-only'
import { and, eq, inArray, or } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { disclosurePreferences } from '@/db/schema/disclosure-preferences'
import { Refusal } from '@/lib/errors'
import { marketProfile } from '@/lib/market-profile'
import { DATA_CLASSES, type DataClassName } from './disclosure-rule'

/**
 * Refuses what a customer allows against their own standing no: `kept_back`. The caller holds the customer's row, as does whoever
 * states one: of the two at once the second finds what the first has written. Under a market profile without standing preferences
 * nothing is asked.
 */
export async function requireNotKept(
  tx: Transaction,
  { psuId, tppId, accountIds, dataClass }: RequireNotKept,
): Promise<void> {
  if (!marketProfile.standingPreferences) return
  const abouts = { 'never-this-account': accountIds, 'never-this-third-party': [tppId] }
  const kept = DATA_CLASSES[dataClass].keptBy.map((kind) =>
    and(eq(disclosurePreferences.kind, kind), inArray(disclosurePreferences.about, [...abouts[kind]])),
  )
  const [one] = await tx
    .select({ about: disclosurePreferences.about })
    .from(disclosurePreferences)
    .where(and(eq(disclosurePreferences.psuId, psuId), or(...kept)))
    .limit(1)
  if (one) throw new Refusal('kept_back')
}

type RequireNotKept = {
  psuId: string
  tppId: string
  accountIds: readonly string[]
  dataClass: DataClassName
}
