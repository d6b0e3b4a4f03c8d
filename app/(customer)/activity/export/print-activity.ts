import type { getTranslations } from 'next-intl/server'
import type { ActivityRow } from '@/lib/activity/activity-file'
import type { PdfEntry } from '@/lib/evidence/stream-pdf'
import type { Formats } from '@/lib/formats'

/** The lines of the activity as they are printed: month by month, when and what, and the permission that it was about. */
export async function* printActivity(
  rows: AsyncIterable<ActivityRow>,
  { say, formats }: Words,
): AsyncGenerator<PdfEntry> {
  let month = ''
  for await (const row of rows) {
    const its = row.day.slice(0, 7)
    if (its !== month) yield { heading: formats.month(`${its}-01`) }
    month = its
    yield {
      // What bundles the calls of a day has its day, as on the page.
      term: row.calls === null ? formats.dateTime(row.time) : formats.day(row.day),
      lines: row.permission === null ? [row.what] : [row.what, `${say('head.permission')} ${row.permission}`],
    }
  }
}

type Words = { say: Awaited<ReturnType<typeof getTranslations<'activity'>>>; formats: Formats }
