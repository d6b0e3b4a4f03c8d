import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import type { CHANNELS, requestMeasurements } from '@/db/schema/measurements'
import { inTurn } from '@/lib/in-turn'
import { log } from '@/lib/log'

const FLUSH_MILLIS = 1_000
const WAITING_MAX = 5_000

/**
 * Notes how long a request took and who caused its error, for the quarterly statistics (RTS Art. 32(4)). Costs the
 * request nothing: rows are written together about once a second, beside the audit. A crash loses that second.
 */
export function recordRequest(measurement: Measurement): void {
  if (waiting.length >= WAITING_MAX) return
  waiting.push(Object.assign(measurement, { endedAt: performance.now() }))
  // Unreferenced: a program that has nothing else to do may end.
  timer ??= setTimeout(() => void flushMeasurements(), FLUSH_MILLIS).unref()
}

/**
 * Writes what is waiting, after what is being written; for a listener that closes, and for tests. Never throws: a lost figure
 * proves nothing.
 */
export const flushMeasurements = inTurn(async () => {
  clearTimeout(timer)
  timer = undefined
  const rows = waiting.splice(0)
  if (rows.length === 0) return
  const now = performance.now()
  try {
    // Not on the path of the reads: they would share its transaction, and wait for it.
    await database().execute(sql`
      insert into request_measurements (id, at, channel, route, tpp_id, status, duration_micros, error_cause)
      select id, (select placet_now()) - make_interval(secs => (${now}::float8 - "endedAt") / 1000), channel, route,
             "tppId", status, "durationMicros", "errorCause"
      from json_to_recordset(${JSON.stringify(rows)}::json) as m (id uuid, "endedAt" float8, channel text, route text,
           "tppId" text, status int, "durationMicros" int, "errorCause" text)`)
  } catch (error) {
    log.warn({ err: error, lost: rows.length }, 'Measurements were lost')
  }
})

const waiting: Waiting[] = []
let timer: NodeJS.Timeout | undefined

export type Measurement = {
  id: string
  channel: (typeof CHANNELS)[number]
  route: string
  tppId: string | null
  status: number
  durationMicros: number
  errorCause: (typeof requestMeasurements.$inferSelect)['errorCause']
}
type Waiting = Measurement & { endedAt: number }
