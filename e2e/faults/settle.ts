import { setTimeout as pause } from 'node:timers/promises'
import { LEASE_SECONDS } from '@/lib/delivery/take-due'
import { timeLimit } from '@/lib/env'
import type { World } from './world'

/** Who has held a message for longer than this has died. */
const SENT_WITHIN_SECONDS = 2

/**
 * Waits until every message to the third party is settled. What killed couriers held comes free at once, as their leases would in
 * a quarter of a minute; hosts that rest are woken. That shortens pauses and nothing else: the rows are sent by the couriers.
 */
export async function settle({ owner }: World, millis = 30_000): Promise<boolean> {
  const until = performance.now() + millis
  while (performance.now() < until) {
    await owner.query(
      `update deliveries set leased_until = null, next_attempt_at = now() where state = 'pending'
       and (leased_until is null or leased_until < now() + make_interval(secs => $1))`,
      [LEASE_SECONDS - timeLimit(SENT_WITHIN_SECONDS)],
    )
    await owner.query('update delivery_hosts set failures = 0, rests_until = null where failures > 0')
    const { rows } = await owner.query<{ open: number }>(
      `select (select count(*) from deliveries where state = 'pending')::int
            + (select count(*) from outbox where audience = 'tpp' and sent_at is null)::int as open`,
    )
    if (rows[0]?.open === 0) return true
    await pause(200)
  }
  return false
}
