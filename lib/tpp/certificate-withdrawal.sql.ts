import { type SQL, sql } from 'drizzle-orm'

/**
 * One row with `at`: since when a third party has no certificate, because those it had were withdrawn; null while one that the
 * bank has seen is good for all it knows, and where nothing but time ended them. From what was learnt at calls, asking nobody:
 * what a source said last, and calls that were refused since the last one of this third party that was not. A new certificate
 * is known from its first good call on.
 */
export function certificateWithdrawal(tppId: SQL): SQL {
  return sql`
    select case when bool_and(known.withdrawn_at is not null or known.not_after <= now())
           then max(known.withdrawn_at) end as at
    from (
      select c.not_after, coalesce(
        (select coalesce(r.revoked_at, r.fetched_at) from revocation_answers r
         where r.issuer = c.issuer_key and r.serial = c.serial and r.status = 'revoked'),
        (select min(f.minute) from refused_calls f
         where f.thumbprint = c.thumbprint and f.reason in ('REVOKED', 'ISSUER_REVOKED') and f.last_at > coalesce(
           (select l.at from access_log l where l.tpp_id = c.tpp_id order by l.at desc limit 1), '-infinity'))
        ) as withdrawn_at
      from tpp_certificates c where c.tpp_id = ${tppId}) known`
}
