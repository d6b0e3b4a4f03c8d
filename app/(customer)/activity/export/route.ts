import { Readable } from 'node:stream'
import { getLocale, getTranslations } from 'next-intl/server'
import { plain } from '@/components/ui/rich-text'
import { toCsv, toJson } from '@/lib/activity/activity-file'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { streamPdf } from '@/lib/evidence/stream-pdf'
import { formatsFor } from '@/lib/formats'
import { customerDownload } from '@/lib/session/customer-download'
import { readActivityQuery } from '../activity-query'
import { activityRows } from './activity-rows'
import { printActivity } from './print-activity'

/** The activity with the same filters as a file, written while it is read: two years never lie in memory. */
export const GET = customerDownload(async ({ customer: { psuId, name }, query }) => {
  const extension = (Object.keys(TYPES) as Format[]).find((format) => format === query.get('format'))
  if (!extension) return null
  const { filter } = readActivityQuery(Object.fromEntries(query))
  const now = await currentTime()
  const { timeZone } = brand
  const say = await getTranslations('activity')
  const language = await getLocale()
  const rows = activityRows({ psuId, filter, now, say, language })
  const formats = formatsFor(language, timeZone)
  const at = now.toISOString()
  const filtered = Object.values(filter).some((value) => value !== null) ? 'yes' : 'no'
  const toPdf = () =>
    streamPdf(
      {
        language,
        title: say('title'),
        eyebrow: brand.name,
        at,
        lead: [
          say.markup('printedFor', { name, date: formats.dateTime(at), ...plain }),
          say('filesNote', { filtered }),
        ],
        end: [say('end')],
      },
      printActivity(rows, { say, formats }),
    )
  const files: Record<Format, () => Readable> = {
    csv: () => toCsv(rows, { head: (column) => say(`head.${column}`), timeZone }),
    json: () => toJson(rows, { bank: brand.name, exportedAt: at, timeZone, filter }),
    pdf: toPdf,
  }
  const body = Readable.toWeb(files[extension]()) as ReadableStream<Uint8Array>
  return { name: `activity-${bankDay(now, timeZone)}.${extension}`, type: TYPES[extension], body }
})

const TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
  pdf: 'application/pdf',
}

type Format = keyof typeof TYPES
