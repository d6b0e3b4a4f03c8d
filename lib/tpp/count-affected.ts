import { sql } from 'drizzle-orm'
import { consents } from '@/db/schema/consents'

/** How much hangs on a third party now, for the statement that decides about it: what has ended nobody loses. */
export const countAffected = (tppId: string) => ({
  consentsAffected: sql<number>`(select count(*) from ${consents} where ${current(tppId)})`,
  customersAffected: sql<number>`(select count(distinct psu_id) from ${consents} where ${current(tppId)})`,
})

const current = (tppId: string) =>
  sql`tpp_id = ${tppId} and status in ('valid', 'partiallyAuthorised') and ends_at > placet_now()`
