import { Readable } from 'node:stream'
import { getTranslations } from 'next-intl/server'
import { toCsv, toJson } from '@/lib/activity/activity-file'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { customerDownload } from '@/lib/session/customer-download'
import { readActivityQuery } from '../activity-query'
import { activityRows } from './activity-rows'

/** The activity with the same filters as a file, written while it is read: two years never lie in memory. */
export const GET = customerDownload(async ({ customer: { psuId }, query }) => {
  const extension = query.get('format')
  if (extension !== 'csv' && extension !== 'json') return null
  const { type, write } = FORMATS[extension]
  const { filter } = readActivityQuery(Object.fromEntries(query))
  const now = await currentTime()
  const rows = activityRows({ psuId, filter, now, say: await getTranslations('activity') })
  const about = { bank: brand.name, exportedAt: now.toISOString(), timeZone: brand.timeZone, filter }
  const body = Readable.toWeb(write(rows, about)) as ReadableStream<Uint8Array>
  return { name: `activity-${bankDay(now, brand.timeZone)}.${extension}`, type, body }
})

const FORMATS = {
  csv: { type: 'text/csv; charset=utf-8; header=present', write: toCsv },
  json: { type: 'application/json', write: toJson },
}
