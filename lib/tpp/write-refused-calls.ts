import 'server-only'
import { hotQuery } from '@/db/hot-path'
import { inTurn } from '@/lib/in-turn'
import { log } from '@/lib/log'
import { type CountedCall, takeRefusedCalls } from './refused-calls'

const EVERY_MILLIS = 1_000

/**
 * Writes which calls were refused for their certificate, once a second: a row per certificate, reason and minute, with the last
 * X-Request-ID. A process that is killed loses the counts of its last second. Returns what ends it, after a last write.
 */
export function startWritingRefusedCalls(): () => Promise<void> {
  const timer = setInterval(() => void writeRefusedCalls(), EVERY_MILLIS).unref()
  return async () => {
    clearInterval(timer)
    await writeRefusedCalls()
  }
}

/**
 * Writes what was counted until now; what an earlier write took is written, too, before this ends. What cannot be written is
 * logged, and gone.
 */
export const writeRefusedCalls = inTurn(async () => {
  const outcomes = await Promise.allSettled(takeRefusedCalls().map(write))
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected')
  const [first] = lost
  if (first)
    log.error({ err: first.reason, certificates: lost.length }, 'Refused calls could not be recorded')
})

async function write(call: CountedCall): Promise<void> {
  await hotQuery({
    name: 'refused-calls.write',
    text: `insert into refused_calls as r (thumbprint, reason, minute, tpp_id, count, last_at, method, route, status, code,
             request_id)
           values ($1, $2, date_trunc('minute', placet_now()), $3, $4, placet_now(), $5, $6, $7, $8, $9)
           on conflict (thumbprint, reason, minute) do update set count = r.count + excluded.count,
             last_at = excluded.last_at, method = excluded.method, route = excluded.route, status = excluded.status,
             code = excluded.code, request_id = coalesce(excluded.request_id, r.request_id)`,
    values: [
      call.thumbprint,
      call.reason,
      call.tppId,
      call.count,
      call.method,
      call.route,
      call.status,
      call.code,
      call.requestId,
    ],
  })
}
