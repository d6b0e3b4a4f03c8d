import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { database, type Transaction } from '@/db/connection'
import { brand } from '@/lib/brand'
import { eventOf } from './event-of'
import { insertNotices } from './insert-notices'
import type { NoticeKind } from './notice-kinds'
import { UNUSUAL_RULES } from './unusual-rules'

const MARK = 'unusual'
/** A call's row is there when its transaction commits, which may be after one that began later. */
const SETTLED = sql`interval '1 minute'`
const STEP = sql`interval '1 hour'`

/**
 * Walks the calls since it last looked and tells customers of what the rules find unusual, once a permission, rule and day. How
 * far it came is written with what it told: killed in between, it looks at the same hour again and tells nothing twice. Whoever
 * comes while another instance walks does nothing.
 */
export async function planUnusual(): Promise<void> {
  await database().execute(
    sql`insert into notice_marks (name, walked_to) values (${MARK}, placet_now()) on conflict do nothing`,
  )
  while (await walk());
}

/** Whether there is more to walk. */
async function walk(): Promise<boolean> {
  return database().transaction(async (tx) => {
    const { rows } = await tx.execute<{ from: string; to: string; more: boolean }>(sql`
      select walked_to::text as from, least(placet_now() - ${SETTLED}, walked_to + ${STEP})::text as to,
             walked_to + ${STEP} < placet_now() - ${SETTLED} as more
      from notice_marks where name = ${MARK} and walked_to < placet_now() - ${SETTLED} for update skip locked`)
    const [stretch] = rows
    if (!stretch) return false
    const between = sql`at > ${stretch.from}::timestamptz and at <= ${stretch.to}::timestamptz`
    await tell(tx, 'readsAtNight', await findNightReads(tx, between))
    await tell(tx, 'refusedReads', await findRefusedReads(tx, between))
    await tx.execute(sql`update notice_marks set walked_to = ${stretch.to}::timestamptz where name = ${MARK}`)
    return stretch.more
  })
}

const hour = sql`extract(hour from at at time zone ${brand.timeZone})`
const day = sql`(at at time zone ${brand.timeZone})::date`
const isRead = sql`not continued and corrects is null and route ~ '^/v1/(card-)?accounts'`

async function findNightReads(tx: Transaction, between: SQL): Promise<Found[]> {
  const { from, to, knownForDays, quietDays } = UNUSUAL_RULES.readsAtNight
  const atNight = sql`status < 300 and not psu_present and ${isRead} and ${hour} >= ${from} and ${hour} < ${to}`
  const { rows } = await tx.execute<Found>(sql`
    select f.consent_id, f.day::text as day, f.count, f.at
    from (select consent_id, ${day} as day, count(*)::int as count, min(at) as at from access_log
          where ${between} and consent_id is not null and ${atNight} group by 1, 2) f
    where exists (select from access_log where consent_id = f.consent_id and status < 300
                  and at < f.at - make_interval(days => ${knownForDays})
                  and at > f.at - make_interval(days => ${knownForDays + quietDays}))
      and not exists (select from access_log where consent_id = f.consent_id and ${atNight}
                      and at < f.at and at > f.at - make_interval(days => ${quietDays}))`)
  return rows
}

/** Counted over the whole day, though only those are looked at that were refused in this stretch. */
async function findRefusedReads(tx: Transaction, between: SQL): Promise<Found[]> {
  const refused = sql`status between 400 and 499 and ${isRead}`
  const { rows } = await tx.execute<Found>(sql`
    select f.consent_id, f.day::text as day, f.at, counted.count
    from (select consent_id, ${day} as day, max(at) as at from access_log
          where ${between} and consent_id is not null and ${refused} group by 1, 2) f
    cross join lateral (
      select count(*)::int as count from access_log
      where consent_id = f.consent_id and ${refused} and at <= f.at
        and at >= (f.day::timestamp at time zone ${brand.timeZone})) counted
    where counted.count >= ${UNUSUAL_RULES.refusedReads.perDay}`)
  return rows
}

async function tell(tx: Transaction, kind: NoticeKind, found: readonly Found[]): Promise<void> {
  for (const { consent_id: consentId, day: date, count, at } of found) {
    const { rows } = await tx.execute<{ psu_id: string; app: string }>(sql`
      select p.psu_id, coalesce(a.brand, t.legal_name) as app
      from consents c join tpps t on t.id = c.tpp_id left join applications a on a.client_id = c.client_id
      cross join lateral (
        select c.psu_id union
        select z.psu_id from authorisations z where z.resource_id = c.id and z.sca_status = 'finalised') p
      where c.id = ${consentId} and p.psu_id is not null`)
    const eventId = eventOf(kind, consentId, date)
    await insertNotices(
      tx,
      rows.map(({ psu_id: psuId, app }) => ({
        eventId,
        psuId,
        kind,
        consentId,
        at: new Date(at),
        params: { app, count, date },
      })),
    )
  }
}

type Found = { consent_id: string; day: string; count: number; at: string }
