import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { uuids } from '@/db/uuids'
import { addDays } from '@/lib/bank-day'
import type { PermissionOutline } from '@/lib/consent/find-permission-outlines'
import { ownCalls } from '@/lib/consent/own-accounts'
import { tooEarly } from '@/lib/consent/too-early.sql'
import type { ActivityEntry, ActivityFilter, BundleCounts, BundleType } from './activity-entry'
import { exactTime } from './exact-time'

/**
 * The calls by these permissions on these days of the bank, both included, a bundle per day, permission and sort of call.
 * Counted as the chart counts: one look calls every endpoint and account, so the one called most often says how many there
 * were.
 */
export async function findBundles(asked: FindBundles): Promise<ActivityEntry[]> {
  const { psuId, consentIds, outlines, brandAt, filter, from, to, oldest, timeZone } = asked
  const midnight = (day: string) => sql`(${day}::date::timestamp at time zone ${timeZone})`
  const within = sql`consent_id = any(${uuids(consentIds)}) and at >= ${midnight(from)}
    and at < ${midnight(addDays(to, 1))} and at > ${oldest.toISOString()}::timestamptz`
  const own = await ownCalls(psuId, consentIds)
  const { rows } = await database().execute<Row>(sql`
    select consent_id, day, sort, max(present)::int as present, max(away)::int as away, max(failed)::int as failed,
           max(times)::int as times, ${exactTime(sql`max(last)`)} as at
    from (
      select l.consent_id, (l.at at time zone ${timeZone})::date::text as day, l.route, l.account_id,
        case when l.route = '/v1/funds-confirmations' then case when l.status < 300 then 'asked' else 'askedRefused' end
             else case when l.status between 300 and 499 then 'refused' else 'looks' end end as sort,
        count(*) filter (where l.status < 300 and l.psu_present) as present,
        count(*) filter (where l.status < 300 and not l.psu_present) as away,
        count(*) filter (where l.status >= 500) as failed,
        count(*) as times, max(l.at) as last
      from (select * from access_log where ${within} and not continued
              and (route ~ '^/v1/(card-)?accounts' or route = '/v1/funds-confirmations')
              and ${own} and not ${tooEarly(sql`access_log`)} ${ofAccount(filter)}) l
      left join (select consent_id, call_id, corrects from access_log where ${within} and corrects is not null) f
        on f.consent_id = l.consent_id and f.call_id = l.call_id and f.corrects = l.at
      where f.call_id is null
      group by 1, 2, 3, 4, 5) per_endpoint
    where ${ofKind(filter)}
    group by 1, 2, 3`)
  return rows.map(({ consent_id: consentId, day, sort, at, ...counts }) => ({
    id: `${consentId}:${sort}:${day}`,
    at,
    consentId,
    app: brandAt(consentId, new Date(at)),
    givenBy: outlines.get(consentId)?.givenBy ?? null,
    type: sort,
    day,
    counts,
  }))
}

/** The list of all accounts concerns each of those that were shared at that time. */
const ofAccount = ({ accountId }: ActivityFilter): SQL =>
  accountId === null
    ? sql``
    : sql`and (account_id = ${accountId} or account_id is null and exists (
        select from consent_accounts a
        where a.consent_id = access_log.consent_id and a.account_id = ${accountId} and a.version = coalesce((
          select max(v.version) from consent_versions v
          where v.consent_id = a.consent_id and v.decided_at <= access_log.at), 1)))`

function ofKind({ kind }: ActivityFilter): SQL {
  const sorts = kind === null ? null : SORTS[kind]
  return sorts
    ? sql`sort in (${sql.join(
        sorts.map((sort) => sql`${sort}`),
        sql`, `,
      )})`
    : sql`true`
}

const SORTS: Partial<Record<NonNullable<ActivityFilter['kind']>, readonly BundleType[]>> = {
  looks: ['looks'],
  refused: ['refused', 'askedRefused'],
  questions: ['asked', 'askedRefused'],
}

type FindBundles = {
  psuId: string
  consentIds: readonly string[]
  outlines: ReadonlyMap<string, Pick<PermissionOutline, 'givenBy'>>
  /** What the third party of a permission was called then. */
  brandAt: (consentId: string, at: Date) => string | null
  filter: ActivityFilter
  from: string
  to: string
  oldest: Date
  timeZone: string
}
type Row = BundleCounts & { consent_id: string; day: string; sort: BundleType; at: string }
