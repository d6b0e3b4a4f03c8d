import { Readable } from 'node:stream'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { requireCustomer } from '@/lib/session/customer'
import { readActivityQuery } from '../activity-query'
import { toCsv, toJson } from './activity-file'
import { activityRows } from './activity-rows'

/** The activity with the same filters as a file, written while it is read: two years never lie in memory. */
export async function GET(request: Request): Promise<Response> {
  const { psuId } = await requireCustomer()
  const params = Object.fromEntries(new URL(request.url).searchParams)
  const format = FORMATS[params.format as keyof typeof FORMATS]
  if (!format) notFound()
  const { filter } = readActivityQuery(params)
  const now = await currentTime()
  const rows = activityRows({ psuId, filter, now, say: await getTranslations('activity') })
  const about = { bank: brand.name, exportedAt: now.toISOString(), timeZone: brand.timeZone, filter }
  const name = `activity-${bankDay(now, brand.timeZone)}.${params.format}`
  return new Response(Readable.toWeb(format.write(rows, about)) as ReadableStream, {
    headers: {
      'content-type': format.type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })
}

const FORMATS = {
  csv: { type: 'text/csv; charset=utf-8; header=present', write: toCsv },
  json: { type: 'application/json', write: toJson },
}
