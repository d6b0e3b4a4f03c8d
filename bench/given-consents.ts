import { createHash, X509Certificate } from 'node:crypto'
import { Client } from 'pg'
import type { BenchBank } from './bank'
import { ownKey } from './proofs'
import type { BenchConsent } from './traffic'

/** REG-DAT-04: so often a day without the customer. */
export const USES_PER_CONSENT = 4
const ACCOUNTS = 200
const DAY_MILLIS = 86_400_000
/** A page is full with these, and has none after it. */
const ENTRIES = 100
const dayAgo = (days: number) => new Date(Date.now() - days * DAY_MILLIS).toISOString().slice(0, 10)
/** From here the bench reads transactions. */
export const DATE_FROM = dayAgo(60)

/**
 * So many valid consents of the bench's third party, spread over customers with an account each. One is made as the
 * tests make it; the others are copies of its rows with ids, grants and tokens of their own: of each
 * one bound to the certificate and one bound to a key.
 */
export async function givenConsents(bank: BenchBank, count: number): Promise<BenchConsent[]> {
  const { givenAccount, givenBooking, givenConsent, givenPsu, givenToken, givenTpp } = await import(
    '../e2e/fixtures/given-consent'
  )
  const tppId = await givenTpp(bank.tppId)
  const psuIds = await Promise.all(
    Array.from({ length: ACCOUNTS }, (_, index) => givenPsu(`Customer ${index}`)),
  )
  const accountIds = await Promise.all(
    psuIds.map((psuId, index) =>
      givenAccount({
        psuId,
        iban: `DK5000400440${100_000 + index}`,
        bookings: Array.from({ length: ENTRIES }, (_, entry) => givenBooking(dayAgo(2 + (entry % 50)))),
      }),
    ),
  )
  const [psuId = '', accountId = ''] = [psuIds[0], accountIds[0]]
  const template = await givenConsent({ tppId, psuId, accounts: [{ accountId }] })
  const certificateThumbprint = createHash('sha256')
    .update(new X509Certificate(bank.certificate.cert).raw)
    .digest('base64url')
  const expiresAt = new Date(Date.now() + DAY_MILLIS)
  await givenToken({ grantId: template.grantId, expiresAt, certificateThumbprint })
  await givenToken({ grantId: template.grantId, expiresAt, keyThumbprint: ownKey.thumbprint })
  await copyRows(bank.superuserUrl, [template.consentId, template.grantId, psuIds, accountIds, count])
  return Array.from({ length: count }, (_, index) => ({
    consentId: uuidOf(`read consent ${index}`),
    accountId: accountIds[index % ACCOUNTS] ?? '',
    grantId: `read grant ${index}`,
    token: tokenOf(`token ${index}`),
    boundToken: tokenOf(`bound token ${index}`),
  }))
}

const tokenOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** The same spelling as `md5(text)::uuid`. */
function uuidOf(text: string): string {
  return createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/**
 * Spelt unlike the rows of P12, which may stand beside them. $1 the consent to copy, $2 its grant, $3 customers, $4 their
 * accounts, $5 how many.
 */
const COPIES = [
  `insert into consents
   select copy.*
   from consents c, generate_series(0, $5::int - 1) i,
        jsonb_populate_record(c, jsonb_build_object('id', md5('read consent ' || i)::uuid, 'grant_id', 'read grant ' || i,
          'psu_id', ($3::uuid[])[1 + i % ${ACCOUNTS}])) copy
   where c.id = $1 and c.grant_id = $2 and $4::uuid[] is not null`,
  `insert into consent_accounts (consent_id, version, account_id, balances, transactions, owner_name)
   select md5('read consent ' || i)::uuid, 1, ($4::uuid[])[1 + i % ${ACCOUNTS}], true, true, false
   from generate_series(0, $5::int - 1) i
   where $1::uuid is not null and $2::text is not null and $3::uuid[] is not null`,
  `insert into oauth_records
   select copy.*
   from oauth_records o, generate_series(0, $5::int - 1) i,
        jsonb_populate_record(o, jsonb_build_object('grant_id', 'read grant ' || i,
          'id', sha256(encode(sha256(convert_to(
             case when o.key_thumbprint is null then 'token ' else 'bound token ' end || i, 'UTF8')), 'hex')::bytea))) copy
   where o.grant_id = $2 and $1::uuid is not null and $3::uuid[] is not null and $4::uuid[] is not null`,
]

async function copyRows(superuserUrl: string, values: unknown[]): Promise<void> {
  const client = new Client(Object.assign(new URL(superuserUrl), { pathname: '/placet' }).href)
  await client.connect()
  for (const text of COPIES) await client.query(text, values)
  await client.query('analyze')
  await client.query('checkpoint')
  await client.end()
}
