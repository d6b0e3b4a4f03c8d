import 'server-only'
import { hotQuery } from '@/db/hot-path'
import { bankKey, indexKey } from '@/lib/vault/vault'

/**
 * Counts a call of somebody nobody could identify: per rule that refused it, source and minute. One upsert, so a flood
 * is one row a minute, and nobody can fill a table that cannot be emptied.
 */
export async function countStranger({ rule, address }: CountStranger): Promise<void> {
  const [index, key] = await Promise.all([indexKey(), bankKey()])
  await hotQuery({
    name: 'security.count-stranger',
    text: `insert into security_events as s (minute, rule, source, count, sealed_source)
           values (date_trunc('minute', placet_now()), $1, $2, 1, $3)
           on conflict (minute, rule, source) do update set count = s.count + 1`,
    values: [
      rule,
      index.index('security_events.source', address),
      key.seal('security_events.source', address),
    ],
  })
}

type CountStranger = { rule: string; address: string }
