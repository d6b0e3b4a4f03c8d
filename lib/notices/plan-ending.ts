import 'server-only'
import { sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { eventOf } from './event-of'
import { insertNotices } from './insert-notices'
import type { NoticeKind } from './notice-kinds'

const ROWS_AT_ONCE = 500

/** How many days ahead which notice is given, the furthest first. Not later than the next one: then that one is. */
const REMINDERS = [
  { kind: 'endsIn14Days', days: 14, notAfter: 3 },
  { kind: 'endsIn3Days', days: 3, notAfter: 0 },
] as const satisfies readonly { kind: NoticeKind; days: number; notAfter: number }[]

/**
 * Tells of permissions that end soon, each holder once for each end. It looks at what is there and not at what it did last, so
 * whatever was allowed while nobody looked is told of, too. What was given or shortened to less than that is not: its end was
 * on the page just now.
 */
export async function planEnding(): Promise<void> {
  for (const reminder of REMINDERS) while ((await remind(reminder)) === ROWS_AT_ONCE);
}

async function remind({ kind, days, notAfter }: (typeof REMINDERS)[number]): Promise<number> {
  return database().transaction(async (tx) => {
    const { rows } = await tx.execute<Row>(sql`
      select p.psu_id, c.id, c.ends_at, c.valid_until::text as valid_until, c.kind = 'fundsConfirmation' as funds,
             coalesce(a.brand, t.legal_name) as app, placet_now() as now
      from consents c
      join tpps t on t.id = c.tpp_id
      left join applications a on a.client_id = c.client_id
      cross join lateral (
        select c.psu_id union
        select z.psu_id from authorisations z where z.resource_id = c.id and z.sca_status = 'finalised') p
      where c.status = 'valid' and c.recurring and p.psu_id is not null
        and c.ends_at > placet_now() + make_interval(days => ${notAfter})
        and c.ends_at <= placet_now() + make_interval(days => ${days})
        and c.last_action_at <= c.ends_at - make_interval(days => ${days})
        and not exists (select from notices n where n.consent_id = c.id and n.psu_id = p.psu_id and n.kind = ${kind}
                        and n.created_at >= c.last_action_at)
      order by c.ends_at limit ${ROWS_AT_ONCE}`)
    await tell(tx, kind, rows)
    return rows.length
  })
}

async function tell(tx: Transaction, kind: NoticeKind, rows: readonly Row[]): Promise<void> {
  await insertNotices(
    tx,
    rows.map((row) => ({
      // Of this end: where it moves, it is told again.
      eventId: eventOf(kind, row.id, row.valid_until),
      psuId: row.psu_id,
      kind,
      consentId: row.id,
      at: new Date(row.now),
      params: { app: row.app, date: row.valid_until, funds: row.funds },
    })),
  )
}

type Row = {
  psu_id: string
  id: string
  ends_at: string
  valid_until: string
  funds: boolean
  app: string
  now: string
}
