import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { allowedBy } from '@/lib/consent/allowed-by'

/** A third party may be refused a hundred times a second: of a flood only its end is looked at. */
const CALLS_MAX = 1_000
const SHOWN_MAX = 30

/**
 * The questions of a consent that got no answer, by day of the bank and by the code that each was refused with, newest
 * day first, for whoever has allowed it. What was asked is not kept: nobody who may not ask writes on a customer's page.
 */
export async function findRefusedQuestions({
  consentId,
  psuId,
  timeZone,
}: FindRefusedQuestions): Promise<RefusedQuestions[]> {
  const { rows } = await database().execute<RefusedQuestions>(sql`
    select (at at time zone ${timeZone})::date::text as day, code, count(*)::int as times
    from (
      select at, code from access_log
      where consent_id = ${consentId} and route = '/v1/funds-confirmations' and status >= 300
        and at > placet_now() - interval '2 years'
        and exists (select from ${consents} where ${consents.id} = ${consentId} and ${allowedBy(psuId)})
      order by at desc limit ${CALLS_MAX}) newest
    group by 1, 2 order by 1 desc, max(at) desc limit ${SHOWN_MAX}`)
  return rows
}

type FindRefusedQuestions = { consentId: string; psuId: string; timeZone: string }
/** `code` is the one of the interface, as the third party was told it. */
export type RefusedQuestions = { day: string; code: string; times: number }
