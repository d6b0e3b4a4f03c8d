import { Client } from 'pg'

/** Both sizes have the same customers and consents; only their number differs. */
export const CONSENTS_PER_CUSTOMER = 5
export const LOOKS_PER_CONSENT = 5
const MONTHS = 24

/**
 * `rows` rows of the access log, spread over two years and so over as many partitions, and the consents, accounts, tokens
 * and counted uses that belong to them: copies of one consent as the tests make it. Analysed and on disk when it returns.
 */
export async function fill({ url, template, grantId, rows }: Fill): Promise<void> {
  const client = new Client(url)
  await client.connect()
  for (const text of OF_CONSENTS) await client.query(text(rows / LOOKS_PER_CONSENT), [template, grantId])
  await client.query(looks(rows, rows / LOOKS_PER_CONSENT), [template, grantId])
  await client.query('vacuum analyze')
  await client.query('checkpoint')
  await client.end()
}

/** `i` runs over the rows; ids are spelt so that the programs of the bench can name them without asking. */
const OF_CONSENTS: ((consents: number) => string)[] = [
  (consents) => `
   insert into consents
   select copy.*
   from consents c, generate_series(0, ${consents} - 1) i,
        jsonb_populate_record(c, jsonb_build_object('id', md5('consent ' || i)::uuid, 'grant_id', 'grant ' || i,
          'psu_id', md5('psu ' || i / ${CONSENTS_PER_CUSTOMER})::uuid)) copy
   where c.id = $1 and c.grant_id = $2`,
  (consents) => `
   insert into consent_accounts (consent_id, version, account_id, balances, transactions, owner_name)
   select md5('consent ' || i)::uuid, 1, md5('account ' || i / ${CONSENTS_PER_CUSTOMER})::uuid, true, true, false
   from generate_series(0, ${consents} - 1) i where $1::uuid is not null and $2::text is not null`,
  (consents) => `
   insert into oauth_records
   select copy.*
   from oauth_records o, generate_series(0, ${consents} - 1) i,
        jsonb_populate_record(o, jsonb_build_object('grant_id', 'grant ' || i,
          'id', sha256(convert_to('token ' || i, 'UTF8')))) copy
   where o.grant_id = $2 and $1::uuid is not null`,
  (consents) => `
   insert into consent_uses (consent_id, endpoint, account_id, recent)
   select md5('consent ' || i)::uuid, 'transactions', md5('account ' || i / ${CONSENTS_PER_CUSTOMER})::uuid,
          array[now() - interval '3 hours']
   from generate_series(0, ${consents} - 1) i where $1::uuid is not null and $2::text is not null`,
]

/** Each look is of another consent than the one before. */
const looks = (rows: number, consents: number) => `
   insert into access_log (call_id, at, tpp_id, certificate_thumbprint, consent_id, psu_id, account_id, method, route,
                           status, psu_present, request_id)
   select md5('call ' || i)::uuid, now() - i * interval '${MONTHS} months' / ${rows}, c.tpp_id, 'thumbprint',
          md5('consent ' || (i * 7919::bigint) % ${consents})::uuid,
          md5('psu ' || ((i * 7919::bigint) % ${consents}) / ${CONSENTS_PER_CUSTOMER})::uuid,
          md5('account ' || ((i * 7919::bigint) % ${consents}) / ${CONSENTS_PER_CUSTOMER})::uuid,
          'GET', '/v1/accounts/{account-id}/balances', 200, false, md5('request ' || i)
   from consents c, generate_series(0, ${rows} - 1) i where c.id = $1 and c.grant_id = $2`

type Fill = { url: string; template: string; grantId: string; rows: number }
