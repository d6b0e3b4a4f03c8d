import type { getTranslations } from 'next-intl/server'
import { valuesOf } from '@/components/consent/activity-view'
import { plain } from '@/components/ui/rich-text'
import type { ActivityCursor, ActivityFilter } from '@/lib/activity/activity-entry'
import type { ActivityRow } from '@/lib/activity/activity-file'
import { findActivity } from '@/lib/activity/find-activity'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { consentReference } from '@/lib/consent/consent'
import { findPermissionOutlines } from '@/lib/consent/find-permission-outlines'
import { holderNames } from '../../holder-names'
import { toActivityLines } from '../activity-view'

const AT_ONCE = 500

/** Every line that the pages of the activity show, in their order, as the row of a file; read page by page. */
export async function* activityRows({ psuId, filter, now, say }: ActivityRows): AsyncGenerator<ActivityRow> {
  const { timeZone } = brand
  const outlines = await findPermissionOutlines({ psuId, withRights: filter.accountId !== null, now })
  let before: ActivityCursor | null = null
  do {
    const page = await findActivity({ psuId, outlines, filter, before, limit: AT_ONCE, timeZone, now })
    const entries = new Map(page.entries.map((entry) => [entry.id, entry]))
    const others = page.entries.flatMap((entry) => ('otherHolder' in entry ? (entry.otherHolder ?? []) : []))
    for (const line of toActivityLines(page.entries, await holderNames(others), now)) {
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
        withYou: line.counts?.present ?? null,
        whileAway: line.counts?.away ?? null,
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
