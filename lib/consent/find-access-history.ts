import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { addDays, bankDay } from '@/lib/bank-day'
import { ownCalls } from './own-accounts'
import { tooEarly } from './too-early.sql'

/** How many calls the table below the chart lists. */
const CALLS_SHOWN_MAX = 60

/**
 * When a third party looked, day by day of the bank's calendar, and the calls of one day one by one, newest first, those
 * included that were refused or that the bank failed to answer; of `day`, where it is among those, else of the newest day that
 * has any. What was refused while somebody's word was missing is left out. Only calls that concern account data count: asking
 * for the consent's own status is no look.
 */
export async function findAccessHistory({
  consentId,
  psuId,
  days,
  day = null,
  timeZone,
  now,
}: FindAccessHistory): Promise<AccessHistory> {
  const today = bankDay(now, timeZone)
  const own = await ownCalls(psuId, [consentId])
  const first = addDays(today, 1 - days)
  const midnight = (of: string) => sql`(${of}::date::timestamp at time zone ${timeZone})`
  // Between two times, so that only the months in question are read.
  const looks = (from: string, to: string) => sql`l.consent_id = ${consentId} and not l.continued
    and l.route ~ '^/v1/(card-)?accounts' and l.at >= ${midnight(from)} and l.at < ${midnight(addDays(to, 1))}
    and ${own} and not ${tooEarly(sql`l`)}
    and (exists (select 1 from consents c where c.id = l.consent_id and c.psu_id = ${psuId})
      or exists (select 1 from authorisations z where z.resource_id = l.consent_id and z.psu_id = ${psuId}
                 and z.sca_status = 'finalised'))`
  // What was said of a call last holds: the bank may have failed after the row that says it was served.
  const said = (from: string, to: string) => sql`
    select l.* from access_log l
    left join (select call_id, corrects from access_log
               where consent_id = ${consentId} and corrects is not null and at >= ${midnight(from)}) f
      on f.call_id = l.call_id and f.corrects = l.at
    where f.call_id is null and ${looks(from, to)}`
  // One look makes a call per endpoint and account; counted as the allowance counts, by the one called most often.
  const counted = await database().execute<DayRow & { usual: number | null }>(sql`
    with said as materialized (
      select l.*, (l.at at time zone ${timeZone}) as here from (${said(first, today)}) l),
    per_endpoint as (
      select here::date::text as day,
             count(*) filter (where status < 300 and psu_present) as present,
             count(*) filter (where status < 300 and not psu_present) as away,
             count(*) filter (where status between 300 and 499) as refused,
             count(*) filter (where status >= 500) as failed
      from said group by 1, route, account_id),
    per_hour as (
      select extract(hour from here)::int as usual, count(*) as calls, sum(count(*)) over () as of_all
      from said where status < 300 and not psu_present group by 1)
    select day, max(present)::int as present, max(away)::int as away, max(refused)::int as refused,
           max(failed)::int as failed, null as usual
    from per_endpoint group by day
    union all
    select '', calls::int, 0, 0, 0, usual from per_hour where calls > 2 and calls * 2 > of_all`)
  const byDay = new Map(counted.rows.map((row) => [row.day, row]))
  const ofDay = day !== null && day >= first && day <= today ? day : [...byDay.keys()].sort().at(-1)
  const calls = ofDay
    ? await database().execute<CallRow>(sql`
        select call_id, at, route, status, code, psu_present, account_id from (${said(ofDay, ofDay)}) l
        order by at desc, call_id desc limit ${CALLS_SHOWN_MAX}`)
    : { rows: [] }
  return {
    days: Array.from({ length: days }, (_, index) => {
      const day = addDays(first, index)
      const { present = 0, away = 0, refused = 0, failed = 0 } = byDay.get(day) ?? {}
      return { day, present, away, refused, failed }
    }),
    usualHour: byDay.get('')?.usual ?? null,
    calls: calls.rows.map((row) => ({
      id: row.call_id,
      at: new Date(row.at),
      what: whatWasRead(row.route),
      accountId: row.account_id,
      youWerePresent: row.psu_present,
      outcome: outcomeOf(row.status),
      code: row.code,
    })),
    // Of a flood only its end is told.
    more: calls.rows.length === CALLS_SHOWN_MAX,
  }
}

/** A failure is the bank's own; everything else that gave nothing was refused. */
function outcomeOf(status: number): Outcome {
  if (status < 300) return 'served'
  return status < 500 ? 'refused' : 'failed'
}

/** Which kind of data a route gives; the page has a word for each. */
function whatWasRead(route: string): LookedAt {
  if (route.endsWith('/balances') || route.endsWith('s?withBalance=true')) return 'balances'
  if (route.includes('/transactions')) return 'transactions'
  return route === '/v1/accounts' || route === '/v1/card-accounts' ? 'accounts' : 'account'
}

type FindAccessHistory = {
  consentId: string
  psuId: string
  days: number
  day?: string | null
  timeZone: string
  now: Date
}
type DayRow = { day: string; present: number; away: number; refused: number; failed: number }
type CallRow = {
  call_id: string
  at: string
  route: string
  status: number
  code: string | null
  psu_present: boolean
  account_id: string | null
}

export type LookedAt = 'accounts' | 'account' | 'balances' | 'transactions'
export type Outcome = 'served' | 'refused' | 'failed'
export type AccessHistory = {
  days: DayRow[]
  /** The hour of the bank's day in which most of the looks fall that were made without the customer; null: there is none. */
  usualHour: number | null
  /** Of one day. */
  calls: {
    id: string
    at: Date
    what: LookedAt
    accountId: string | null
    youWerePresent: boolean
    outcome: Outcome
    code: string | null
  }[]
  /** That day has more calls than are told. */
  more: boolean
}
