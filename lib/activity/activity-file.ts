import 'server-only'
import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { log } from '@/lib/log'

/**
 * As comma-separated values (RFC 4180), a head line first. A cell that a spreadsheet would run as a formula is escaped: names
 * and reasons are other people's words.
 */
export function toCsv(rows: AsyncIterable<ActivityRow>): Readable {
  const csv = stringify({
    header: true,
    columns: [...COLUMNS],
    escape_formulas: true,
    // A line end within a cell is none of the file's.
    quoted_string: true,
    record_delimiter: 'windows',
    bom: true,
  })
  pipeline(Readable.from(rows), csv, ended)
  return csv
}

/** As one JSON object: what it is about, then `entries`. */
export function toJson(rows: AsyncIterable<ActivityRow>, about: object): Readable {
  // As bytes: an answer takes no others.
  return Readable.from(written(rows, about), { objectMode: false })
}

async function* written(rows: AsyncIterable<ActivityRow>, about: object): AsyncGenerator<string> {
  let separator = `${JSON.stringify(about).slice(0, -1)},"entries":[\n`
  for await (const row of rows) {
    yield `${separator}${JSON.stringify(row)}`
    separator = ',\n'
  }
  yield separator.startsWith('{') ? `${separator}]}\n` : '\n]}\n'
}

/** A file that breaks off is seen to be broken off: the connection is cut, and no end is written. */
function ended(fault: Error | null | undefined): void {
  if (fault && 'code' in fault && fault.code === 'ERR_STREAM_PREMATURE_CLOSE') return
  if (fault) log.error({ err: fault }, 'An export broke off')
}

const COLUMNS = [
  'time',
  'day',
  'event',
  'what',
  'app',
  'permission',
  'person',
  'told',
  'withYou',
  'whileAway',
  'failed',
  'calls',
] as const satisfies (keyof ActivityRow)[]

/**
 * `time` is UTC, of a bundle its newest call; `day` a day of the bank. `withYou`, `whileAway`, `failed`: as the chart
 * counts looks. `calls`: of the endpoint and account called most often.
 */
export type ActivityRow = {
  time: string
  day: string
  event: string
  what: string
  app: string | null
  permission: string | null
  person: string | null
  told: string | null
  withYou: number | null
  whileAway: number | null
  failed: number | null
  calls: number | null
}
