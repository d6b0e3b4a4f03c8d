/**
 * A checked read in one statement: third party, consent, hold, token and its binding, account and right, the count of
 * unattended reads, the row of the access log, and then the account with what is read of it. No row: refused.
 * $1 consent · $2 third party · $3 SHA-256 of the token · $4 thumbprint of the certificate · $5 account · $6 call ·
 * $7 X-Request-ID · $8 first day, or where the token is bound to a key: thumbprint of the proof's key · $9 SHA-256 of
 * key and jti, which works once
 */
const checked = (read: 'balances' | 'transactions', bound: keyof typeof BOUND = 'certificate') => `
with granted as (
  select c.id, c.psu_id, c.frequency_per_day, n.at
  from consents c
  join tpps t on t.id = c.tpp_id and t.status = 'active'
  join oauth_records o on o.model = 'AccessToken' and o.id = $3 and o.grant_id = c.grant_id
                      and ${BOUND[bound]}
  join consent_accounts a on a.consent_id = c.id and a.version = c.version and a.account_id = $5 and a.${read}
  cross join (select placet_now() as at) n
  where c.id = $1 and c.tpp_id = $2 and c.status = 'valid' and c.recurring and c.ends_at > n.at
    and o.expires_at > n.at
    and not exists (select from holds h where h.consent_id = c.id and h.lifted_at is null
                    and (h.until is null or h.until > n.at))
),
${bound === 'key' ? SPENT : ''}used as (
  insert into consent_uses as u (consent_id, endpoint, account_id, recent)
  select id, '${read}', $5, array[at] from granted ${bound === 'key' ? 'where exists (select from spent)' : ''}
  on conflict (consent_id, endpoint, account_id) do update
  set recent = array(select t from unnest(u.recent) t where t > excluded.recent[1] - interval '24 hours')
               || excluded.recent
  where (select count(*) from unnest(u.recent) t where t > excluded.recent[1] - interval '24 hours')
        < (select frequency_per_day from granted)
  returning 1
),
logged as (
  insert into access_log (call_id, at, tpp_id, certificate_thumbprint, consent_id, psu_id, account_id, method, route,
                          status, psu_present, request_id)
  select $6, at, $2, $4, id, psu_id, $5, 'GET', '/v1/accounts/{account-id}/${read}', 200, false, $7
  from granted where exists (select from used)
  returning 1
)`

const BOUND = {
  certificate: 'o.certificate_thumbprint = $4 and o.key_thumbprint is null',
  key: 'o.certificate_thumbprint is null and o.key_thumbprint = $8',
}

const SPENT = `spent as (
  insert into oauth_replays (id, expires_at) select $9, at + interval '160 seconds' from granted
  on conflict (id) do nothing
  returning 1
),
`

const BALANCES = `
select l.key_id, l.sealed_iban, l.currency as account_currency, b.balance_type, b.amount, b.currency, b.changed_at
from ledger_accounts l join ledger_balances b on b.account_id = l.id
where l.id = $5 and exists (select from logged)
order by b.balance_type`

/** The account and its balances. */
export const ONE_STATEMENT = checked('balances') + BALANCES

/** The same where the token is bound to a key. */
export const PROVEN_STATEMENT = checked('balances', 'key') + BALANCES

/** The account and its newest hundred entries from a day on, which must be one that the consent reaches. */
export const PAGE_STATEMENT = `${checked('transactions')}
select l.key_id, l.sealed_iban, l.currency as account_currency, b.id, b.booked_on::text, b.value_on::text, b.amount,
       b.currency, b.bank_transaction_code, b.sealed_detail
from ledger_accounts l join ledger_transactions b on b.account_id = l.id
where l.id = $5 and exists (select from logged) and b.booked_on between $8::date and placet_now()::date
  and $8::date >= placet_now()::date - 90
order by b.booked_on desc, b.entered desc limit 101`

/** A refused call is a row of the access log too. $6 route. */
export const REFUSED = `
insert into access_log (call_id, at, tpp_id, certificate_thumbprint, consent_id, method, route, status, psu_present,
                        request_id)
values ($1, placet_now(), $2, $3, $4, 'GET', $6, 401, false, $5)`
