import { createHash, randomBytes } from 'node:crypto'
import { Client } from 'pg'

/** The customer of the few began a month ago, the one of the many two years ago; each permission is used every day. */
export const CUSTOMERS = {
  few: { permissions: 3, days: 30 },
  many: { permissions: 300, days: 730 },
}
const APPS = 40
const LOOKS_A_DAY = 4
const ROWS_AT_ONCE_DAYS = 30

/**
 * Two customers of the bank with two accounts each, signed in: one with three permissions of a month, one with three
 * hundred, begun one after another over two years, half of which have ended. Every day that a permission lived it was
 * looked at four times, and on every day the customer signed in.
 */
export async function givenCustomers(superuserUrl: string): Promise<Record<CustomerName, Visitor>> {
  const { givenAccount, givenApplication, givenConsent, givenPsu, givenTpp } = await import(
    '../../e2e/fixtures/given-consent'
  )
  const tppIds: string[] = []
  for (let app = 0; app < APPS; app++) {
    const tppId = await givenTpp(`PSDNL-DNB-PAGES${app}`)
    await givenApplication(tppId, `App ${app}`)
    tppIds.push(tppId)
  }
  const client = new Client(Object.assign(new URL(superuserUrl), { pathname: '/placet' }).href)
  await client.connect()
  const visitors = {} as Record<CustomerName, Visitor>
  let accounts = 0
  for (const [name, { permissions, days }] of Object.entries(CUSTOMERS) as [CustomerName, Life][]) {
    const psuId = await givenPsu(`Customer of the ${name}`)
    const accountIds = [
      await givenAccount({ psuId, iban: `DK500040044011${7_000 + accounts++}` }),
      await givenAccount({ psuId, iban: `DK500040044011${7_000 + accounts++}` }),
    ]
    const template = await givenConsent({
      tppId: tppIds[0] ?? '',
      psuId,
      accounts: accountIds.map((accountId) => ({ accountId })),
    })
    for (const text of COPIES(permissions, days))
      await client.query(text, [template.consentId, psuId, accountIds, tppIds])
    for (let from = 0; from < days; from += ROWS_AT_ONCE_DAYS)
      await client.query(looks(permissions, from, Math.min(days, from + ROWS_AT_ONCE_DAYS)), [
        psuId,
        accountIds,
      ])
    await client.query(signIns(days), [psuId])
    // What was copied from is none of them.
    await client.query('delete from consents where id = $1', [template.consentId])
    visitors[name] = { cookie: await signIn(client, psuId), consentId: idOf(`page consent ${psuId} 0`) }
  }
  await client.query('vacuum analyze')
  await client.query('checkpoint')
  await client.end()
  return visitors
}

/** A version 4 UUID made of a text, again and again the same: the pages take no id of another shape (RFC 9562). */
const uuidOf = (text: string) =>
  `overlay(overlay(md5(${text}) placing '4' from 13 for 1) placing 'a' from 17 for 1)::uuid`
const CONSENT = (psu: string) => uuidOf(`'page consent ' || ${psu}::text || ' ' || i`)
const AUTHORISATION = (psu: string) => uuidOf(`'page authorisation ' || ${psu}::text || ' ' || i`)

/**
 * `i` runs over the permissions, the newest first; every other one of those older than a month has ended a month after it
 * began. $1 the consent to copy, $2 customer, $3 accounts, $4 third parties.
 */
const COPIES = (permissions: number, days: number) => {
  const all = `generate_series(0, ${permissions} - 1) i`
  const began = `now() - interval '1 hour' - interval '1 day' * (29 + (${days} - 30) * i / ${permissions})`
  const ended = `i % 2 = 1 and ${days} > 30`
  return [
    `insert into consents
     select copy.* from consents c, ${all},
       jsonb_populate_record(c, jsonb_build_object('id', ${CONSENT('$2')},
         'grant_id', 'page grant ' || $2::text || ' ' || i, 'tpp_id', ($4::text[])[1 + i % ${APPS}],
         'client_id', ($4::text[])[1 + i % ${APPS}], 'created_at', ${began}, 'ended_by', case when ${ended} then $2 end,
         'status', case when ${ended} then 'revokedByPsu' else 'valid' end,
         'last_action_at', case when ${ended} then ${began} + interval '29 days' else ${began} end)) copy
     where c.id = $1 and $3::uuid[] is not null`,
    `insert into consent_accounts (consent_id, version, account_id, balances, transactions, owner_name)
     select ${CONSENT('$2')}, 1, account, true, true, false
     from ${all}, unnest($3::uuid[]) account where $1::uuid is not null and $4::text[] is not null`,
    `insert into authorisations (id, resource_kind, resource_id, approach, sca_status, psu_id, created_at, updated_at)
     select ${AUTHORISATION('$2')}, 'consent',
       ${CONSENT('$2')}, 'redirect', 'finalised', $2::uuid, ${began}, ${began}
     from ${all} where $1::uuid is not null and $3::uuid[] is not null and $4::text[] is not null`,
    `insert into consent_versions (consent_id, version, sealed_record, record_hash, text_version, locale, evidence,
                                   authorisation_id, decided_at)
     select ${CONSENT('$2')}, 1, decode(repeat('5e', 400), 'hex'), sha256('record'), '1',
       'en', 'session', ${AUTHORISATION('$2')}, ${began}
     from ${all} where $1::uuid is not null and $3::uuid[] is not null and $4::text[] is not null`,
    `insert into consent_uses (consent_id, endpoint, account_id, recent, looked_at)
     select ${CONSENT('$2')}, endpoint, account, '{}', now() - interval '2 hours'
     from ${all}, unnest($3::uuid[]) account, unnest(array['balances', 'transactions']) endpoint
     where $1::uuid is not null and $4::text[] is not null`,
    `insert into audit_events (id, at, type, schema_version, actor, subject, psu_id, tpp_id, consent_id, detail)
     select gen_random_uuid(), ${began}, 'consent.approved', 1, 'psu:' || $2::text, 'consent:' || i, $2::uuid,
       ($4::text[])[1 + i % ${APPS}], ${CONSENT('$2')}, '{}'
     from ${all} where $1::uuid is not null and $3::uuid[] is not null`,
  ]
}

/** Of some days, counted back from today. $1 customer, $2 accounts. */
const looks = (permissions: number, from: number, to: number) => `
  insert into access_log (call_id, at, tpp_id, consent_id, psu_id, account_id, method, route, status, psu_present, request_id)
  select gen_random_uuid(), at, c.tpp_id, c.id, $1::uuid, ($2::uuid[])[1 + look % 2], 'GET',
    '/v1/accounts/{account-id}/' || case when look < 2 then 'balances' else 'transactions' end, 200, false, ''
  from generate_series(0, ${permissions} - 1) i
  join consents c on c.id = ${CONSENT('$1')},
    generate_series(${from}, ${to} - 1) day, generate_series(0, ${LOOKS_A_DAY} - 1) look,
    lateral (select now() - interval '2 hours' - interval '1 day' * day - interval '1 minute' * look) as t(at)
  where at > c.created_at and (c.status = 'valid' or at < c.last_action_at)`

const signIns = (days: number) => `
  insert into audit_events (id, at, type, schema_version, actor, subject, psu_id, detail)
  select gen_random_uuid(), now() - interval '1 day' * day - interval '3 hours', 'psu.signed-in', 1, 'psu:' || $1::text,
    'psu:' || $1::text, $1::uuid, '{}' from generate_series(0, ${days} - 1) day`

/** A session as a sign-in leaves it. */
async function signIn(client: Client, psuId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await client.query(
    `insert into sessions (id, token_hash, psu_id, credential_id, failures, authenticated_at, last_seen_at)
     values (gen_random_uuid(), $1, $2, 'bench', 0, now(), now())`,
    [createHash('sha256').update(token).digest(), psuId],
  )
  return `placet-session=${token}`
}

/** The same as `uuidOf`, outside of the database. */
const idOf = (text: string) =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-a$4-')

export type CustomerName = keyof typeof CUSTOMERS
type Life = (typeof CUSTOMERS)[CustomerName]
/** `consentId`: the newest permission, of the same age and use for both. */
export type Visitor = { cookie: string; consentId: string }
