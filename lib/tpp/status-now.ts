import 'server-only'
import { sql } from 'drizzle-orm'
import { type TPP_STATUSES, tpps } from '@/db/schema/tpps'

/** The status as it stands now: from the announced end on `ended`, whether or not a job has written it down. */
export const statusNow = () =>
  sql<
    (typeof TPP_STATUSES)[number]
  >`case when ${tpps.endsAt} <= placet_now() then 'ended' else ${tpps.status} end`
