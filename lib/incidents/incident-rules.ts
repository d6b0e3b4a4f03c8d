import { type SQL, sql } from 'drizzle-orm'
import type { INCIDENT_RULES } from '@/db/schema/incidents'

/** Below that one failed call would be an incident at night. */
const CALLS_MIN = 20
const FAULTS_PERCENT_MIN = 5

/**
 * What opens an incident and what keeps it open: `signs` is one row with `about` for each that shows it at this moment, null
 * where it is noticed as it happens (`start-noticing-silence`). It is over when no sign was seen for `quietMinutes`.
 */
export const RULES: Record<IncidentRule, Rule> = {
  // The ledger did not answer somebody: a customer's page, a third party's call, the look of the page of state.
  'books-silent': { quietMinutes: 10, signs: null },
  'own-faults': {
    quietMinutes: 10,
    signs: sql`select 'bank' as about from request_measurements
      where at > placet_now() - interval '10 minutes' and channel = 'tpp'
      having count(*) >= ${CALLS_MIN}
        and count(*) filter (where error_cause = 'bank') * 100 >= count(*) * ${FAULTS_PERCENT_MIN}`,
  },
  // Customers share with it, it calls, and its certificate is refused: until one of its calls gets through again.
  'certificate-blocks': {
    quietMinutes: 3,
    signs: sql`select r.tpp_id as about from refused_calls r
      where r.minute > placet_now() - interval '1 day'
        and exists (select from consents c where c.tpp_id = r.tpp_id and c.status = 'valid')
        and not exists (select from access_log l where l.tpp_id = r.tpp_id and l.at > r.last_at)
      group by r.tpp_id`,
  },
  // Nobody of the bank decided it, and its customers are kept from it: until it is served again, or ended.
  'paused-by-register': {
    quietMinutes: 3,
    signs: sql`select t.id as about from tpps t
      where t.status = 'paused' and exists (select from consents c where c.tpp_id = t.id and c.status = 'valid')
        and (select d.action = 'pause' and d.requested_by is null from tpp_decisions d
             where d.tpp_id = t.id and d.state = 'approved' order by d.decided_at desc limit 1)`,
  },
}

/** The bank's own faults, of which anybody may read. What is about one third party is for staff. */
export const OWN_RULES = ['books-silent', 'own-faults'] as const satisfies readonly IncidentRule[]

/** What `about` is where it is the bank itself. */
export const BANK = 'bank'

type Rule = { quietMinutes: number; signs: SQL | null }
export type OwnRule = (typeof OWN_RULES)[number]
export type IncidentRule = (typeof INCIDENT_RULES)[number]
