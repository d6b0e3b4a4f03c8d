import type { getTranslations } from 'next-intl/server'
import { valuesOf } from '@/components/consent/activity-view'
import { plain } from '@/components/ui/rich-text'
import type { Language } from '@/i18n/languages'
import type { ActivityCursor, ActivityFilter } from '@/lib/activity/activity-entry'
import type { ActivityRow } from '@/lib/activity/activity-file'
import { findActivity } from '@/lib/activity/find-activity'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { consentReference } from '@/lib/consent/consent'
import { findPermissionOutlines } from '@/lib/consent/find-permission-outlines'
import { formatsFor } from '@/lib/formats'
import { paymentReference } from '@/lib/payments/payment'
import { linesFor } from '../named-lines'

const AT_ONCE = 500

/** Every line that the pages of the activity show, in their order, as the row of a file; read page by page. */
export async function* activityRows({
  psuId,
  filter,
  now,
  say,
  language,
}: ActivityRows): AsyncGenerator<ActivityRow> {
  const { timeZone } = brand
  const { money } = formatsFor(language, timeZone)
  const outlines = await findPermissionOutlines({ psuId, withRights: filter.accountId !== null, now })
  const { linesOf } = await linesFor(psuId, now)
  let before: ActivityCursor | null = null
  do {
    const page = await findActivity({ psuId, outlines, filter, before, limit: AT_ONCE, timeZone, now })
    const entries = new Map(page.entries.map((entry) => [entry.id, entry]))
    const lines = await linesOf(page.entries)
    for (const line of lines) {
      const entry = entries.get(line.id)
      const consentId = entry?.consentId ?? null
      const payment = entry && 'payment' in entry ? entry.payment : null
      yield {
        time: line.at,
        day: line.day ?? bankDay(new Date(line.at), timeZone),
        event: entry?.type ?? '',
        what: say.markup(`said.${line.word}`, { ...valuesOf(line, money), ...plain }),
        app: line.app,
        permission: consentId && consentReference(consentId),
        payment: payment && paymentReference(payment.id),
        amount: line.money?.amount ?? null,
        currency: line.money?.currency ?? null,
        payee: line.payee,
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
  language: Language
  say: Awaited<ReturnType<typeof getTranslations<'activity'>>>
}
