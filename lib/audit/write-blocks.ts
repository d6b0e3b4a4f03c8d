import 'server-only'
import { hotQuery } from '@/db/hot-path'
import { inTurn } from '@/lib/in-turn'
import { type CountedBlock, takeBlocks } from '@/lib/limits/blocks'
import { log } from '@/lib/log'
import { bankKey, indexKey } from '@/lib/vault/vault'

const EVERY_MILLIS = 1_000

/**
 * Writes what was turned away into the security log, once a second: a row per rule, caller and minute, with the last
 * X-Request-ID. A process that is killed loses the counts of its last second. Returns what ends it, after a last write.
 */
export function startWritingBlocks(): () => Promise<void> {
  const timer = setInterval(() => void writeBlocks(), EVERY_MILLIS).unref()
  return async () => {
    clearInterval(timer)
    await writeBlocks()
  }
}

/**
 * Writes what was counted until now; what an earlier write took is written, too, before this ends. What cannot be written is
 * logged, and gone.
 */
export const writeBlocks = inTurn(async () => {
  const outcomes = await Promise.allSettled(takeBlocks().map(write))
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected')
  const [first] = lost
  if (first) log.error({ err: first.reason, blocks: lost.length }, 'Blocked requests could not be recorded')
})

async function write({ rule, address, tppId, requestId, count }: CountedBlock): Promise<void> {
  const [index, key] = await Promise.all([indexKey(), bankKey()])
  await hotQuery({
    name: 'security.write-block',
    text: `insert into security_events as s (minute, rule, source, count, sealed_source, tpp_id, request_id)
           values (date_trunc('minute', placet_now()), $1, $2, $3, $4, $5, $6)
           on conflict (minute, rule, source) do update set count = s.count + excluded.count,
             request_id = coalesce(excluded.request_id, s.request_id)`,
    values: [
      rule,
      index.index('security_events.source', tppId ?? address),
      count,
      key.seal('security_events.source', address),
      tppId,
      requestId,
    ],
  })
}
