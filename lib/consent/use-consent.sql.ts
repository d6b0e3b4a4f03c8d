import { keptIn } from '@/lib/disclosure/kept-in.sql'
import { marketProfile } from '@/lib/market-profile'
import { HISTORY_MONTHS } from './consent-record'

/** Under a profile without standing preferences the statement does not know of them, and they cost nothing. */
const UNLESS_KEPT_IN = marketProfile.standingPreferences ? `and not ${keptIn('accountNumber')}` : ''

/**
 * One read of account data, decided, counted and recorded in one statement (so in one transaction). It starts from the
 * consent and joins the token to it: after a stop the answer is that the consent is no good, not that a token died.
 * `why` null: granted, and then the count and the row of the access log are written; otherwise neither is. What has
 * been proven once stays spent: a proof whose call is refused for its count (429) is not good for another call.
 *
 * A one-off consent counts down what it still gives and runs out soon after its first use; further pages of a read that
 * was counted stay readable until then. Single transactions are no part of that count: nobody knows how many there are.
 * A look that is not counted leaves its time all the same, for the customer's list of who looked last.
 * Times of uses are kept an hour longer than they count: two calls at once may carry their times in the other order.
 *
 * $1 consent · $2 third party · $3 SHA-256 of the token · $4 thumbprint of the certificate on the wire · $5 thumbprint
 * of the key that signed the proof, null without one · $6 SHA-256 of key and jti · $7 how long to remember it, seconds ·
 * $8 endpoint · $9 account, null for the list · $10 needs balances · $11 needs transactions · $12 customer present ·
 * $13 a further page of a counted read · $14 first day asked for · $15 the bank's time zone · $16 oldest day without
 * fresh SCA, days · $17 how long SCA is fresh, minutes · $18 call id · $19 method · $20 route · $21 X-Request-ID ·
 * $22 sealed address of the customer · $23 how long a one-off consent lasts after its first use, minutes · $24 how long
 * an authentication for this third party lasts, days · $25 the call brought no token at all, which is enough where the
 * consent was approved by plain redirect (`by_certificate`)
 */
export const USE_CONSENT = `
with consent as (
  select c.id, c.tpp_id, c.psu_id, c.status, c.model, c.recurring, c.frequency_per_day, c.version, c.ends_at, c.grant_id,
         c.sca_at, c.reads_left, c.last_action_at, t.status = 'active' and (t.ends_at is null or t.ends_at > n.at) as tpp_active, n.at,
         c.by_certificate and c.grant_id is null and $25 as bare,
         (n.at at time zone $15)::date as today
  from consents c
  join tpps t on t.id = c.tpp_id
  cross join (select placet_now() as at) n
  where c.id = $1 and c.tpp_id = $2 and c.kind = 'accountInformation'
),
token as (
  select o.id, o.grant_id, o.certificate_thumbprint, o.key_thumbprint, o.expires_at
  from oauth_records o where o.model = 'AccessToken' and o.id = $3
),
rights as (
  select array_agg(a.account_id order by a.account_id) as accounts,
         array_agg(a.balances order by a.account_id) as balances,
         array_agg(a.transactions order by a.account_id) as transactions,
         array_agg(a.owner_name order by a.account_id) as owner_names,
         count(*)::int as many, bool_or(a.balances) as any_balances, bool_or(a.transactions) as any_transactions
  from consent c join consent_accounts a on a.consent_id = c.id and a.version = c.version
  where ($9::uuid is null or a.account_id = $9) ${UNLESS_KEPT_IN}
),
checked as (
  select c.*, r.accounts, r.balances, r.transactions, r.owner_names, r.many,
    greatest((c.today - interval '${HISTORY_MONTHS} months')::date,
      case when c.last_action_at < c.at - make_interval(mins => $17) then c.today - $16::int end) as reaches_back_to,
    case
      when not c.tpp_active then 'tpp_paused'
      when c.status = 'expired' or (c.status = 'valid' and c.ends_at <= c.at) then 'expired'
      when c.status <> 'valid' then 'not_valid'
      when c.reads_left = 0 and not $13 then 'spent'
      when exists (select from holds h where h.consent_id = c.id and h.lifted_at is null
                   and (h.until is null or h.until > c.at)) then 'held'
      when c.sca_at is null then 'sca_demanded'
      when c.today - (c.sca_at at time zone $15)::date > $24::int then 'sca_too_old'
      when t.id is null and not c.bare then 'token_unknown'
      when t.expires_at <= c.at then 'token_expired'
      when t.grant_id is distinct from c.grant_id then 'token_of_another'
      when t.key_thumbprint is distinct from $5
        or (t.certificate_thumbprint is not null and t.certificate_thumbprint is distinct from $4)
        or (t.certificate_thumbprint is null and t.key_thumbprint is null and not c.bare) then 'token_bound_elsewhere'
      when $9::uuid is not null and r.many = 0 then
        -- An account that this customer never gave this third party is, to it, one that does not exist (THR-06).
        case when exists (select from consent_accounts k join consents o on o.id = k.consent_id
                          where k.account_id = $9 and o.tpp_id = $2 and o.psu_id = c.psu_id) then 'account_outside'
             else 'account_unknown' end
      when $9::uuid is not null and c.model = 'accountList' then 'list_only'
      when $10 and r.any_balances is not true then 'right_missing'
      when $11 and r.any_transactions is not true then 'right_missing'
      when $14::date > c.today then 'period_ahead'
      when $14::date < (c.today - interval '${HISTORY_MONTHS} months')::date then 'period_beyond'
      when $14::date < c.today - $16::int and c.last_action_at < c.at - make_interval(mins => $17)
        then 'period_too_old'
    end as why
  from consent c cross join rights r left join token t on true
),
proof as (
  insert into oauth_replays (id, expires_at)
  select $6::bytea, at + make_interval(secs => $7) from checked where why is null and $6::bytea is not null
  on conflict (id) do nothing
  returning 1
),
passed as (
  select *, not $13 and (not recurring or not $12) as counted
  from checked where why is null and ($6::bytea is null or exists (select from proof))
),
used as (
  insert into consent_uses as u (consent_id, endpoint, account_id, recent)
  select id, $8, coalesce($9::uuid, '00000000-0000-0000-0000-000000000000'), array[at] from passed where counted
  on conflict (consent_id, endpoint, account_id) do update
  set recent = array(select t from unnest(u.recent) t where t > excluded.recent[1] - interval '25 hours')
               || excluded.recent
  where (select recurring from passed)
    and (select count(*) from unnest(u.recent) t where t > excluded.recent[1] - interval '24 hours')
        < (select frequency_per_day from passed)
  returning 1
),
seen as (
  insert into consent_uses as u (consent_id, endpoint, account_id, recent, looked_at)
  select id, $8, coalesce($9::uuid, '00000000-0000-0000-0000-000000000000'), '{}', at from passed
  where recurring and $12 and not $13
  on conflict (consent_id, endpoint, account_id) do update set looked_at = greatest(u.looked_at, excluded.looked_at)
),
logged as (
  insert into access_log (call_id, at, tpp_id, certificate_thumbprint, consent_id, psu_id, account_id, method, route,
                          status, code, psu_present, continued, request_id, sealed_psu_address,
                          items)
  select $18, at, $2, $4, id, psu_id, $9, $19, $20, 200, null, $12, $13, $21, $22,
         case when $9::uuid is null then many end
  from passed where not counted or exists (select from used)
  returning 1
)
select psu_id, status, model, today::text, reaches_back_to::text, accounts, balances, transactions, owner_names,
  -- A function, because an update in the statement would cost every read of a recurring consent as well.
  case when not recurring and exists (select from used)
       then use_up(id, $8 not like 'transaction/%', at + make_interval(mins => $23)) end as runs_out_at,
  case
    when why is not null then why
    when not exists (select from passed) then 'proof_replayed'
    when not exists (select from logged) then case when recurring then 'exceeded' else 'used_up' end
  end as why
from checked`
