import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { addDays, bankDay } from '@/lib/bank-day'

/** How many calls the table below the chart lists. */
const CALLS_SHOWN_MAX = 60

/**
 * When a third party looked, day by day of the bank's calendar, and the newest calls one by one, those included that were
 * refused or that the bank failed to answer; of one `day`, where it is among those. Only calls that concern account data count: asking for the consent's own
 * status is no look.
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
  const first = addDays(today, 1 - days)
  const since = sql`(${first}::date::timestamp at time zone ${timeZone})`
  const looks = sql`consent_id = ${consentId} and not continued and route ~ '^/v1/(card-)?accounts' and at >= ${since}
    and (exists (select 1 from consents c where c.id = consent_id and c.psu_id = ${psuId})
      or exists (select 1 from authorisations z where z.resource_id = consent_id and z.psu_id = ${psuId}
                 and z.sca_status = 'finalised'))`
  // What was said of a call last holds: the bank may have failed after the row that says it was served.
  // One look makes a call per endpoint and account; counted as the allowance counts, by the one called most often.
  const counted = await database().execute<DayRow>(sql`
    select day, max(present)::int as present, max(away)::int as away, max(refused)::int as refused,
           max(failed)::int as failed
    from (
      select (at at time zone ${timeZone})::date::text as day,
             count(*) filter (where status < 300 and psu_present) as present,
             count(*) filter (where status < 300 and not psu_present) as away,
             count(*) filter (where status between 300 and 499) as refused,
             count(*) filter (where status >= 500) as failed
      from (select distinct on (call_id) * from access_log where ${looks} order by call_id, at desc) said
      group by 1, route, account_id) per_endpoint
    group by day`)
  const ofDay =
    day !== null && day >= first && day <= today
      ? sql`(at at time zone ${timeZone})::date = ${day}::date`
      : sql`true`
  const calls = await database().execute<CallRow>(sql`
    select call_id, at, route, status, code, psu_present, account_id
    from access_log where ${looks} and ${ofDay} order by at desc, call_id desc limit ${2 * CALLS_SHOWN_MAX}`)
  const byDay = new Map(counted.rows.map((row) => [row.day, row]))
  return {
    days: Array.from({ length: days }, (_, index) => {
      const day = addDays(first, index)
      const { present = 0, away = 0, refused = 0, failed = 0 } = byDay.get(day) ?? {}
      return { day, present, away, refused, failed }
    }),
    calls: lastWords(calls.rows).map((row) => ({
      id: row.call_id,
      at: new Date(row.at),
      what: whatWasRead(row.route),
      accountId: row.account_id,
      youWerePresent: row.psu_present,
      outcome: outcomeOf(row.status),
      code: row.code,
    })),
  }
}

/** Newest first, so that a row that corrects another comes before it. */
function lastWords(rows: readonly CallRow[]): CallRow[] {
  const last = new Map<string, CallRow>()
  for (const row of rows) if (!last.has(row.call_id)) last.set(row.call_id, row)
  return [...last.values()].slice(0, CALLS_SHOWN_MAX)
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
  calls: {
    id: string
    at: Date
    what: LookedAt
    accountId: string | null
    youWerePresent: boolean
    outcome: Outcome
    code: string | null
  }[]
}
