import { getTranslations } from 'next-intl/server'
import { valuesOf } from '@/components/consent/activity-view'
import { plain } from '@/components/ui/rich-text'
import type { ActivityCursor, ActivityFilter } from '@/lib/activity/activity-entry'
import type { ActivityRow } from '@/lib/activity/activity-file'
import { findActivity } from '@/lib/activity/find-activity'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { consentReference } from '@/lib/consent/consent'
import { findPermissionOutlines } from '@/lib/consent/find-permission-outlines'
import { numberOf } from '@/lib/core-banking/account'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { holderNames } from '../../holder-names'
import { othersIn, toActivityLines } from '../activity-view'

const AT_ONCE = 500

/** Every line that the pages of the activity show, in their order, as the row of a file; read page by page. */
export async function* activityRows({ psuId, filter, now, say }: ActivityRows): AsyncGenerator<ActivityRow> {
  const { timeZone } = brand
  const outlines = await findPermissionOutlines({ psuId, withRights: filter.accountId !== null, now })
  const held = (await ifReachable(accountsOfCustomer(psuId))) ?? []
  const accounts = new Map(held.map((account) => [account.id, account.name || numberOf(account)]))
  const somebody = (await getTranslations('chart'))('otherHolder')
  let before: ActivityCursor | null = null
  do {
    const page = await findActivity({ psuId, outlines, filter, before, limit: AT_ONCE, timeZone, now })
    const entries = new Map(page.entries.map((entry) => [entry.id, entry]))
    const lines = toActivityLines({
      entries: page.entries,
      names: await holderNames(othersIn(page.entries)),
      accounts,
      somebody,
      now,
    })
    for (const line of lines) {
      const consentId = entries.get(line.id)?.consentId ?? null
      yield {
        time: line.at,
        day: line.day ?? bankDay(new Date(line.at), timeZone),
        event: entries.get(line.id)?.type ?? '',
        what: say.markup(`said.${line.word}`, { ...valuesOf(line), ...plain }),
        app: line.app,
        permission: consentId && consentReference(consentId),
        person: line.name,
        told: line.told,
        withYou: line.counts && (line.theirs ? 0 : line.counts.present),
        whileAway: line.counts && line.counts.away + (line.theirs ? line.counts.present : 0),
        failed: line.counts?.failed ?? null,
        calls: line.counts?.times ?? null,
      }
    }
    before = page.next
  } while (before !== null)
}

type ActivityRows = {
  psuId: string
  filter: ActivityFilter
  now: Date
  say: Awaited<ReturnType<typeof getTranslations<'activity'>>>
}
