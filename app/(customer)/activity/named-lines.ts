import { getTranslations } from 'next-intl/server'
import type { ActivityLine } from '@/components/consent/activity-view'
import type { ActivityEntry } from '@/lib/activity/activity-entry'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { namesOf } from '../account-names'
import { holderNames } from '../holder-names'
import { othersIn, toActivityLines } from './activity-view'

/**
 * What a page and a file need alike: what the customer's own accounts are called (none while the bank cannot say), and the lines
 * of entries with these names and other people's. The words are read at once: a file goes on when the request is answered.
 */
export async function linesFor(psuId: string, now: Date): Promise<LinesFor> {
  const accounts = namesOf((await ifReachable(accountsOfCustomer(psuId))) ?? [])
  const somebody = (await getTranslations('chart'))('otherHolder')
  return {
    accounts,
    linesOf: async (entries) =>
      toActivityLines({ entries, names: await holderNames(othersIn(entries)), accounts, somebody, now }),
  }
}

type LinesFor = {
  accounts: Map<string, string>
  linesOf: (entries: readonly ActivityEntry[]) => Promise<ActivityLine[]>
}
