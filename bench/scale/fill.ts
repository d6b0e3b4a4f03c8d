import { Client } from 'pg'

/** Both sizes have the same customers; only their number differs. The first consent of each has all the looks. */
export const CONSENTS_PER_CUSTOMER = 5
const MONTHS = 24
/** About what a record of a decision takes. */
const RECORD_BYTES = 400

/**
 * `rows` consents, copies of one as the tests make it, each with an account, a token, a counted use, a version and an
 * authorisation; and `rows` rows of the access log, spread over two years and so over as many partitions. Analysed and
 * on disk when it returns.
 */
export async function fill({ url, template, grantId, rows }: Fill): Promise<void> {
  const client = new Client(url)
  await client.connect()
  for (const text of TABLES) await client.query(text(rows), [template, grantId])
  await client.query('vacuum analyze')
  await client.query('checkpoint')
  await client.end()
}

/** `i` runs over the rows; ids are spelt so that the programs of the bench can name them without asking. */
const TABLES: ((rows: number) => string)[] = [
  (rows) => `
   insert into consents
   select copy.*
   from consents c, generate_series(0, ${rows} - 1) i,
        jsonb_populate_record(c, jsonb_build_object('id', md5('consent ' || i)::uuid, 'grant_id', 'grant ' || i,
          'psu_id', md5('psu ' || i / ${CONSENTS_PER_CUSTOMER})::uuid)) copy
   where c.id = $1 and c.grant_id = $2`,
  (rows) => `
   insert into consent_accounts (consent_id, version, account_id, balances, transactions, owner_name)
   select md5('consent ' || i)::uuid, 1, md5('account ' || i / ${CONSENTS_PER_CUSTOMER})::uuid, true, true, false
   from generate_series(0, ${rows} - 1) i where $1::uuid is not null and $2::text is not null`,
  (rows) => `
   insert into oauth_records
   select copy.*
   from oauth_records o, generate_series(0, ${rows} - 1) i,
        jsonb_populate_record(o, jsonb_build_object('grant_id', 'grant ' || i,
          'id', sha256(convert_to('token ' || i, 'UTF8')))) copy
   where o.grant_id = $2 and $1::uuid is not null`,
  (rows) => `
   insert into consent_uses (consent_id, endpoint, account_id, recent)
   select md5('consent ' || i)::uuid, 'transactions', md5('account ' || i / ${CONSENTS_PER_CUSTOMER})::uuid,
          array[now() - interval '3 hours']
   from generate_series(0, ${rows} - 1) i where $1::uuid is not null and $2::text is not null`,
  // What the list shows of a decision: its version and the authorisation that made it.
  (rows) => `
   insert into consent_versions (consent_id, version, sealed_record, record_hash, text_version, locale, evidence,
                                 authorisation_id, decided_at)
   select md5('consent ' || i)::uuid, 1, decode(repeat('5e', ${RECORD_BYTES}), 'hex'), sha256('record'), '1', 'en', 'session',
          md5('authorisation ' || i)::uuid, c.created_at
   from consents c, generate_series(0, ${rows} - 1) i where c.id = $1 and c.grant_id = $2`,
  (rows) => `
   insert into authorisations (id, resource_kind, resource_id, approach, sca_status, psu_id, created_at, updated_at)
   select md5('authorisation ' || i)::uuid, 'consent', md5('consent ' || i)::uuid, 'redirect', 'finalised',
          md5('psu ' || i / ${CONSENTS_PER_CUSTOMER})::uuid, c.created_at, c.created_at
   from consents c, generate_series(0, ${rows} - 1) i where c.id = $1 and c.grant_id = $2`,
  // Each look is of another customer than the one before.
  (rows) => `
   insert into access_log (call_id, at, tpp_id, certificate_thumbprint, consent_id, psu_id, account_id, method, route,
                           status, psu_present, request_id)
   select md5('call ' || i)::uuid, now() - i * interval '${MONTHS} months' / ${rows}, c.tpp_id, 'thumbprint',
          md5('consent ' || customer * ${CONSENTS_PER_CUSTOMER})::uuid, md5('psu ' || customer)::uuid,
          md5('account ' || customer)::uuid, 'GET', '/v1/accounts/{account-id}/balances', 200, false,
          md5('request ' || i)
   from consents c, generate_series(0, ${rows} - 1) i,
        lateral (select (i * 7919::bigint) % (${rows} / ${CONSENTS_PER_CUSTOMER}) as customer) whose
   where c.id = $1 and c.grant_id = $2`,
]

type Fill = { url: string; template: string; grantId: string; rows: number }
