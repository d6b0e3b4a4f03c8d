import 'server-only'
import { hotQuery } from '@/db/hot-path'
import { env } from '@/lib/env'
import type { Endpoint } from './use-consent'

/**
 * Says that a call which stands in the access log as served was not: a further row with what was answered, which names
 * the row it corrects, and in the same statement the read given back, so that it counts neither against the agreed number
 * (RTS Art. 36(5)(b)) nor against what a one-off consent gives. `endpoint` null: no read, nothing is given back.
 */
export async function failRead(read: FailRead): Promise<void> {
  const corrected = await hotQuery({
    name: 'consent.fail',
    text: FAIL_READ,
    order: read.consentId,
    values: [read.callId, read.consentId, read.status, read.code, read.endpoint, env.BANK_TIME_ZONE],
  })
  if (corrected.length === 0) throw new Error('There is no row of a served call to correct')
}

/** $1 call id · $2 consent · $3 status · $4 code · $5 endpoint · $6 the bank's time zone. No call takes an hour. */
const FAIL_READ = `
with served as (
  select * from access_log
  where consent_id = $2 and call_id = $1 and corrects is null and at > placet_now() - interval '1 hour'
),
failed as (
  insert into access_log (call_id, at, tpp_id, certificate_thumbprint, consent_id, psu_id, account_id, method, route,
                          status, code, psu_present, continued, request_id, sealed_psu_address, items, corrects)
  select call_id, placet_now(), tpp_id, certificate_thumbprint, consent_id, psu_id, account_id, method, route,
         $3, $4, psu_present, continued, request_id, sealed_psu_address, null, at
  from served
  returning 1
)
select case when $5::text is not null and not continued
  then give_back($2, $5, coalesce(account_id, '00000000-0000-0000-0000-000000000000'), at, psu_present, $6) end
from served where exists (select from failed)`

type FailRead = {
  callId: string
  consentId: string
  endpoint: Endpoint | null
  status: number
  code: string
}
