import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import type { TPP_STATUSES } from '@/db/schema/tpps'
import { WARNED_DAYS } from './certificate-end'

const SHOWN_MAX = 200

/** By the machine's clock, as certificates are judged. */
const endsSoon = sql`(t.status <> 'ended' and c.not_after <= now() + make_interval(days => ${Math.max(...WARNED_DAYS)}))`

/**
 * The register of third parties as staff see it, whose certificate ends soonest first, then by name; `search` is part of a brand,
 * a legal name or an identifier. At most 200: whoever looks for one of more searches. `id` narrows to one.
 */
export async function findThirdParties({
  search = '',
  id = null,
}: FindThirdParties): Promise<ThirdPartyRow[]> {
  const wanted = `%${search.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const { rows } = await database().execute<Row>(sql`
    select t.id, t.legal_name, t.country, t.authority_name, t.roles, t.paused_at, t.ends_at, t.first_seen_at, t.last_seen_at,
           case when t.ends_at <= placet_now() then 'ended' else t.status end as status,
           coalesce(a.brand, t.legal_name) as brand,
           c.not_after, coalesce(${endsSoon}, false) as ends_soon,
           (select count(*)::int from consents s where s.tpp_id = t.id and s.status = 'valid' and s.ends_at > placet_now()) as consents,
           (select count(*)::int from access_log l where l.tpp_id = t.id and l.at > placet_now() - interval '24 hours'
              and l.status >= 400) as errors,
           exists (select from tpp_decisions d where d.tpp_id = t.id and d.state = 'proposed') as proposal
    from tpps t
    left join applications a on a.client_id = t.id
    left join lateral (select max(not_after) as not_after from tpp_certificates where tpp_id = t.id) c on true
    where (${id}::text is null or t.id = ${id})
      and (t.id ilike ${wanted} or t.legal_name ilike ${wanted} or a.brand ilike ${wanted})
    order by case when ${endsSoon} then c.not_after end nulls last, lower(coalesce(a.brand, t.legal_name)), t.id
    limit ${SHOWN_MAX}`)
  return rows.map((row) => ({
    id: row.id,
    brand: row.brand,
    legalName: row.legal_name,
    country: row.country,
    authority: row.authority_name,
    roles: row.roles,
    status: row.status,
    pausedAt: instant(row.paused_at),
    endsAt: instant(row.ends_at),
    firstSeenAt: new Date(row.first_seen_at),
    lastSeenAt: new Date(row.last_seen_at),
    certificateEndsAt: instant(row.not_after),
    certificateEndsSoon: row.ends_soon,
    consents: row.consents,
    errors: row.errors,
    proposal: row.proposal,
  }))
}

const instant = (text: string | null) => (text === null ? null : new Date(text))

export type ThirdPartyRow = {
  id: string
  brand: string
  legalName: string
  country: string
  authority: string
  roles: string[]
  status: (typeof TPP_STATUSES)[number]
  pausedAt: Date | null
  endsAt: Date | null
  firstSeenAt: Date
  lastSeenAt: Date
  /** Of the certificate that lasts longest; null where none was ever seen. */
  certificateEndsAt: Date | null
  /** Within the days of the first warning, or over already, while it is still to be served. */
  certificateEndsSoon: boolean
  /** Permissions that are valid now. */
  consents: number
  /** Refused and failed calls of the last 24 hours. */
  errors: number
  /** Whether a proposal waits for a second person. */
  proposal: boolean
}

type FindThirdParties = { search?: string; id?: string | null }
type Row = {
  id: string
  brand: string
  legal_name: string
  country: string
  authority_name: string
  roles: string[]
  status: (typeof TPP_STATUSES)[number]
  paused_at: string | null
  ends_at: string | null
  first_seen_at: string
  last_seen_at: string
  not_after: string | null
  ends_soon: boolean
  consents: number
  errors: number
  proposal: boolean
}
