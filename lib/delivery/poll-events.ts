import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { log } from '@/lib/log'
import { signSecurityEvent } from '@/lib/signing/sign-security-event'
import type { EventError } from './event-error'
import { noteTold } from './note-told'

/** In one answer, whatever is asked for. */
const EVENTS_MAX = 100

/** A receiver that has said what is wrong with an event is not offered it again. */
const REFUSED = 'set:%'

/**
 * What a third party has not acknowledged yet, oldest first, after writing down what it has (RFC 8936): acknowledged is told,
 * whether it was fetched or pushed; an error is a dead letter. Of each consent only the oldest is offered, so that order holds; what
 * could not be pushed is offered as well, until something later about its consent was told. Everything of others is as absent.
 */
export async function pollEvents({ tppId, max, acknowledged, errors }: PollEvents): Promise<PolledEvents> {
  const limit = Math.min(max ?? EVENTS_MAX, EVENTS_MAX)
  const { offered, more } = await database().transaction(async (tx) => {
    await noteTold(tx, await settle(tx, tppId, acknowledged, sql`state = 'delivered', last_fault = null`))
    for (const [jti, { err }] of Object.entries(errors)) {
      const refused = await settle(tx, tppId, [jti], sql`state = 'dead', last_fault = ${`set:${err}`}`)
      if (refused.length > 0) log.error({ deliveryId: jti, tppId, err }, 'A third party refused an event')
    }
    return offer(tx, tppId, limit)
  })
  const sets: Record<string, string> = {}
  for (const { id, body } of offered) sets[id] = await signSecurityEvent(body)
  return { sets, moreAvailable: more }
}

/** Whatever the state but told: an acknowledgement may come after the bank has given up, or while it is pushing. */
async function settle(tx: Transaction, tppId: string, ids: readonly string[], to: SQL): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await tx.execute<{ id: string }>(sql`
    update deliveries set ${to}, leased_until = null, fetched_at = coalesce(fetched_at, now()), settled_at = now()
    where tpp_id = ${tppId} and format = 'security-event' and state <> 'delivered'
      and id = any(${sql.param([...ids])}::uuid[])
    returning id`)
  return rows.map(({ id }) => id)
}

/** One more is looked for than is given: then there are more. */
async function offer(tx: Transaction, tppId: string, limit: number) {
  const { rows } = await tx.execute<{ id: string; body: string; waits: boolean }>(sql`
    with open as (
      select id, body, consent_id, sequence from deliveries m
      where m.tpp_id = ${tppId} and m.format = 'security-event'
        and (m.state = 'pending' or (m.state = 'dead' and coalesce(m.last_fault, '') not like ${REFUSED}))
        and not exists (
          select from deliveries later where later.consent_id = m.consent_id and later.format = m.format
            and later.sequence > m.sequence and later.state = 'delivered')
    )
    select id, body, exists (
        select from open older where older.consent_id = open.consent_id and older.sequence < open.sequence) as waits
    from open order by waits, sequence limit ${limit + 1}`)
  const offered = rows.filter(({ waits }) => !waits).slice(0, limit)
  if (offered.length > 0)
    await tx.execute(sql`update deliveries set fetched_at = now()
      where fetched_at is null and id = any(${sql.param(offered.map(({ id }) => id))}::uuid[])`)
  return { offered, more: rows.length > offered.length }
}

type PollEvents = {
  tppId: string
  max: number | null
  acknowledged: readonly string[]
  errors: Record<string, EventError>
}
export type PolledEvents = { sets: Record<string, string>; moreAvailable: boolean }
