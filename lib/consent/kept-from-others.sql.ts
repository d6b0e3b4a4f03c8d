import { type SQL, sql } from 'drizzle-orm'

/**
 * Whether a consent (of the alias `c`) is kept from the other holders of its accounts: somebody who has allowed it is
 * protected, or was at any time since it was asked for. What was kept once is kept for good: it would otherwise appear, of a
 * day long past, when the protection is lifted, and tell that there was one.
 */
export const keptFromOthers: SQL = sql`exists (
  select from protections p
  where (p.ended_at is null or p.ended_at > c.created_at)
    and (p.psu_id = c.psu_id or p.psu_id in (
      select z.psu_id from authorisations z where z.resource_id = c.id and z.sca_status = 'finalised')))`
