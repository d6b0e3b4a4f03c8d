import 'server-only'
import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { log } from '@/lib/log'

/**
 * As comma-separated values (RFC 4180), a head line in the reader's own words first, times as the bank's clocks showed them. A
 * cell that a spreadsheet would run as a formula is escaped: names and reasons are other people's words.
 */
export function toCsv(rows: AsyncIterable<ActivityRow>, { head, timeZone }: CsvWords): Readable {
  const csv = stringify({
    header: true,
    columns: COLUMNS.map((key) => ({ key, header: head(key) })),
    escape_formulas: true,
    // A line end within a cell is none of the file's.
    quoted_string: true,
    record_delimiter: 'windows',
    bom: true,
  })
  pipeline(Readable.from(atLocalTime(rows, timeZone)), csv, ended)
  return csv
}

/** "2026-11-21 18:02": a spreadsheet takes it for a time, in every language. */
async function* atLocalTime(rows: AsyncIterable<ActivityRow>, timeZone: string) {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  for await (const row of rows) yield { ...row, time: clock.format(new Date(row.time)) }
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
  'payment',
  'amount',
  'currency',
  'payee',
  'person',
  'told',
  'withYou',
  'whileAway',
  'failed',
  'calls',
] as const satisfies (keyof ActivityRow)[]

export type CsvWords = { head: (column: (typeof COLUMNS)[number]) => string; timeZone: string }

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
  /** The reference of a payment, how much, and to whom. */
  payment: string | null
  amount: string | null
  currency: string | null
  payee: string | null
  person: string | null
  told: string | null
  withYou: number | null
  whileAway: number | null
  failed: number | null
  calls: number | null
}
