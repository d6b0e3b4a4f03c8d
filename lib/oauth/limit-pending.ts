import 'server-only'
import { sql } from 'drizzle-orm'
import Provider, { errors } from 'oidc-provider'
import type { Transaction } from '@/db/connection'

/** Far more than customers of one application have pages open; what nobody opens is gone after eleven minutes. */
export const PENDING_MAX = 2_000

/**
 * Refuses a pushed request while its client has too many that no customer has answered (THR-16). Requests that arrive at
 * the very same moment may go a few over it: the cap is for a table that grows, not for a number.
 */
export async function limitPending(tx: Transaction, clientId: string | null): Promise<void> {
  const { rows } = await tx.execute<{ pending: number }>(sql`
    select count(*)::int as pending from (
      select 1 from oauth_records
      where model = 'PushedAuthorizationRequest' and client_id = ${clientId} and consumed_at is null
        and expires_at > placet_now()
      limit ${PENDING_MAX}) requests`)
  if ((rows[0]?.pending ?? 0) < PENDING_MAX) return
  Provider.ctx?.set('Retry-After', '60')
  const refusal = new errors.TemporarilyUnavailable('too many of your pushed requests are unanswered')
  refusal.status = 429
  refusal.statusCode = 429
  throw refusal
}
