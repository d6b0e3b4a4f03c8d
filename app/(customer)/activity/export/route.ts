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
  const { filter } = readActivityQuery(Object.fromEntries(query))
  const now = await currentTime()
  const { timeZone } = brand
  const say = await getTranslations('activity')
  const rows = activityRows({ psuId, filter, now, say })
  const file =
    extension === 'csv'
      ? toCsv(rows, { head: (column) => say(`head.${column}`), timeZone })
      : toJson(rows, { bank: brand.name, exportedAt: now.toISOString(), timeZone, filter })
  const body = Readable.toWeb(file) as ReadableStream<Uint8Array>
  return { name: `activity-${bankDay(now, timeZone)}.${extension}`, type: TYPES[extension], body }
})

const TYPES = { csv: 'text/csv; charset=utf-8; header=present', json: 'application/json' }
