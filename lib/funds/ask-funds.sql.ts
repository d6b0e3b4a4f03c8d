import { type SQL, sql } from 'drizzle-orm'
import type { Sealed } from '@/db/schema/columns'
import type { PresentedToken } from '@/lib/consent/use-consent'
import { keptIn } from '@/lib/disclosure/kept-in.sql'
import { marketProfile } from '@/lib/market-profile'
import type { AskFunds } from './ask-funds'

/**
 * One question whether an amount is on an account, judged, and where `act` says so with what follows of it: the proof is
 * spent, and the sealed question with its answer recorded. All in one statement or nothing of it. It runs before the
 * ledger is asked, when no lock is held, and again with the answer; a repeated question, whose answer is known, is judged
 * the same way, and neither counted nor recorded again.
 *
 * `until` is when the account may next be asked about, where more than a limit allows was answered to this third party
 * already, under this consent or another one for the same account, whoever holds it: the question that stands that many
 * places back has to be older than the limit's time. A consent is asked for anew in no time; a balance is the same.
 */
export function judgeQuestion(ask: AskToJudge, act: Act, limits: { perHour: number; perDay: number }): SQL {
  const { token } = ask
  const spent = act === 'judge' ? null : (token?.proof ?? null)
  const answer = typeof act === 'object' ? act.answer : null
  return sql`
with consent as (
  select c.id, c.psu_id,${KEEPS.columns} c.status, c.version, c.ends_at, c.grant_id,
         c.by_certificate and c.grant_id is null and ${ask.bare} as bare,
         c.sealed_access,
         t.status = 'active' and (t.ends_at is null or t.ends_at > n.at) as tpp_active, p.key_id, n.at,
         case when ${act !== 'repeat'} then greatest(
           ${againAt(limits.perHour, '1 hour')},
           ${againAt(limits.perDay, '24 hours')}) end as until
  from consents c
  join tpps t on t.id = c.tpp_id
  left join psus p on p.id = c.psu_id
  cross join (select placet_now() as at) n
  where c.id = ${ask.consentId} and c.tpp_id = ${ask.tppId} and c.kind = 'fundsConfirmation'
),
token as (
  select o.id, o.grant_id, o.certificate_thumbprint, o.key_thumbprint, o.expires_at
  from oauth_records o where o.model = 'AccessToken' and o.id = ${token?.hash ?? null}
),
checked as (
  select c.*,
    (select array_agg(a.account_id order by a.account_id) from consent_accounts a
     where a.consent_id = c.id and a.version = c.version${KEEPS.unless}) as accounts,
    case
      when not c.tpp_active then 'tpp_paused'
      when c.status = 'expired' or (c.status = 'valid' and c.ends_at <= c.at) then 'expired'
      when c.status <> 'valid' then 'not_valid'
      when exists (select from holds h where h.consent_id = c.id and h.lifted_at is null
                   and (h.until is null or h.until > c.at)) then 'held'
      when t.id is null and not c.bare then 'token_unknown'
      when t.expires_at <= c.at then 'token_expired'
      when t.grant_id is distinct from c.grant_id then 'token_of_another'
      when t.key_thumbprint is distinct from ${token?.keyThumbprint ?? null}
        or (t.certificate_thumbprint is not null
            and t.certificate_thumbprint is distinct from ${ask.certificateThumbprint})
        or (t.certificate_thumbprint is null and t.key_thumbprint is null and not c.bare)
        then 'token_bound_elsewhere'${KEEPS.reason}
      when c.until > c.at then 'asked_too_often'
    end as why
  from consent c left join token t on true
),
proof as (
  insert into oauth_replays (id, expires_at)
  select ${spent?.id ?? null}::bytea, at + make_interval(secs => ${spent?.seconds ?? 0}) from checked
  where why is null and ${spent !== null}
  on conflict (id) do nothing
  returning 1
),
passed as (
  select * from checked where why is null and (${spent === null} or exists (select from proof))
),
kept as (
  insert into funds_questions (call_id, at, consent_id, psu_id, sealed_question)
  select ${ask.callId}, at, id, psu_id, ${answer}::bytea from passed where ${answer !== null}
)
select psu_id, key_id, status, sealed_access, accounts, ceil(extract(epoch from until - at))::int as seconds,
  case
    when why is not null then why
    when not exists (select from passed) then 'proof_replayed'
  end as why
from checked`
}

/** Under a profile without standing preferences the statement does not know of them, and they cost nothing. */
const NOT_KEPT = ` and not ${keptIn('fundsAnswer')}`
const KEEPS = marketProfile.standingPreferences
  ? {
      columns: sql.raw(' c.tpp_id,'),
      unless: sql.raw(NOT_KEPT),
      reason: sql.raw(`
      when not exists (select from consent_accounts a where a.consent_id = c.id and a.version = c.version${NOT_KEPT})
        then 'account_outside'`),
    }
  : { columns: sql``, unless: sql``, reason: sql`` }

/** When the oldest of so many last questions about an account of the consent `c` leaves the interval; null before. */
function againAt(allowed: number, interval: '1 hour' | '24 hours'): SQL {
  return sql`(select q.at + ${interval}::interval from funds_questions q
    where q.at > n.at - ${interval}::interval and q.consent_id in (
      select o.id from consent_accounts mine
      join consent_accounts theirs on theirs.account_id = mine.account_id
      join consents o on o.id = theirs.consent_id and o.tpp_id = c.tpp_id and o.kind = 'fundsConfirmation'
      where mine.consent_id = c.id and mine.version = c.version)
    order by q.at desc offset ${allowed - 1}::int limit 1)`
}

/** Only to judge; to judge a question whose answer is known; or to record this sealed question and its answer. */
export type Act = 'judge' | 'repeat' | { answer: Sealed }
type AskToJudge = Pick<AskFunds, 'consentId' | 'tppId' | 'certificateThumbprint' | 'bare' | 'callId'> & {
  token: PresentedToken | null
}
