/**
 * One question whether an amount is on an account. It runs twice: with $7 null it says whether the question may be asked
 * and of which accounts, and writes nothing; with the answer in $7 it judges everything anew, spends the proof and
 * records question and answer, all in one statement or nothing of it. So an answer leaves only while the consent still
 * stands, and none leaves unrecorded; the ledger is asked in between, when no lock is held.
 *
 * $1 consent · $2 third party · $3 SHA-256 of the token · $4 thumbprint of the certificate on the wire · $5 thumbprint
 * of the key that signed the proof, null without one · $6 SHA-256 of key and jti · $7 the sealed question and answer ·
 * $8 how long to remember the proof, seconds · $9 account · $10 customer present · $11 call id · $12 method · $13 route ·
 * $14 X-Request-ID · $15 sealed address of the customer · $16 the call brought no token at all, which is enough where the
 * consent was approved by plain redirect (`by_certificate`)
 */
export const ASK_FUNDS = `
with consent as (
  select c.id, c.psu_id, c.status, c.version, c.ends_at, c.grant_id, c.by_certificate and c.grant_id is null and $16 as bare,
         c.sealed_access,
         t.status = 'active' and (t.ends_at is null or t.ends_at > n.at) as tpp_active, p.key_id, n.at
  from consents c
  join tpps t on t.id = c.tpp_id
  left join psus p on p.id = c.psu_id
  cross join (select placet_now() as at) n
  where c.id = $1 and c.tpp_id = $2 and c.kind = 'fundsConfirmation'
),
token as (
  select o.id, o.grant_id, o.certificate_thumbprint, o.key_thumbprint, o.expires_at
  from oauth_records o where o.model = 'AccessToken' and o.id = $3
),
checked as (
  select c.*,
    (select array_agg(a.account_id order by a.account_id) from consent_accounts a
     where a.consent_id = c.id and a.version = c.version) as accounts,
    case
      when not c.tpp_active then 'tpp_paused'
      when c.status = 'expired' or (c.status = 'valid' and c.ends_at <= c.at) then 'expired'
      when c.status <> 'valid' then 'not_valid'
      when exists (select from holds h where h.consent_id = c.id and h.lifted_at is null
                   and (h.until is null or h.until > c.at)) then 'held'
      when t.id is null and not c.bare then 'token_unknown'
      when t.expires_at <= c.at then 'token_expired'
      when t.grant_id is distinct from c.grant_id then 'token_of_another'
      when t.key_thumbprint is distinct from $5
        or (t.certificate_thumbprint is not null and t.certificate_thumbprint is distinct from $4)
        or (t.certificate_thumbprint is null and t.key_thumbprint is null and not c.bare) then 'token_bound_elsewhere'
    end as why
  from consent c left join token t on true
),
answered as (
  select * from checked where why is null and $7::bytea is not null
),
proof as (
  insert into oauth_replays (id, expires_at)
  select $6::bytea, at + make_interval(secs => $8) from answered where $6::bytea is not null
  on conflict (id) do nothing
  returning 1
),
passed as (
  select * from answered where $6::bytea is null or exists (select from proof)
),
logged as (
  insert into access_log (call_id, at, tpp_id, certificate_thumbprint, consent_id, psu_id, account_id, method, route,
                          status, code, psu_present, continued, request_id, sealed_psu_address, items)
  select $11, at, $2, $4, id, psu_id, $9, $12, $13, 200, null, $10, false, $14, $15, null from passed
  returning 1
),
kept as (
  insert into funds_questions (call_id, at, consent_id, psu_id, sealed_question)
  select $11, at, id, psu_id, $7 from passed
  returning 1
)
select psu_id, key_id, status, sealed_access, accounts,
  case
    when why is not null then why
    when $7::bytea is not null and not exists (select from logged, kept) then 'proof_replayed'
  end as why
from checked`
