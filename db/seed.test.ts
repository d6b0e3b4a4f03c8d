import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { hashRecord } from '@/lib/consent/consent-record'
import { findAccessHistory } from '@/lib/consent/find-access-history'
import { findConsentRequest } from '@/lib/consent/find-consent-request'
import { findPermissions } from '@/lib/consent/find-permissions'
import { isCard, numberOf } from '@/lib/core-banking/account'
import { accountsOfCustomer, balancesOf, bookingsOf } from '@/lib/core-banking/ledger'
import { vaultKey } from '@/lib/vault/vault'
import { type SeededCustomer, seedSandbox } from './seed'
import { consentIdOf } from './seed/draw-consent'
import { drawHistories } from './seed/history'
import { toMinor } from './seed/minor-units'
import { PERMISSIONS } from './seed/permissions'
import { PERSONAS, type Persona } from './seed/personas'
import { THIRD_PARTIES } from './seed/third-parties'

const application = new Client(process.env.DATABASE_URL)
const keys = new Client(process.env.KEYS_DATABASE_URL)
const PEOPLE: readonly Persona[] = Object.values(PERSONAS)
let seeded: SeededCustomer[]
let at: Date

beforeAll(async () => {
  await Promise.all([application.connect(), keys.connect()])
  at = await now()
  seeded = await seedSandbox({ now: at })
})
afterAll(() => Promise.all([application.end(), keys.end()]))

test('nothing personal stands in the clear in any row of either database', async () => {
  const dump = `${await dumpOf(application)}\n${await dumpOf(keys)}`
  expect(dump).toContain(THIRD_PARTIES.budgetto.legalName)
  const bookings = [...drawHistories(bankDay(at, brand.timeZone)).values()].flat()
  const personal = new Set([
    ...PEOPLE.flatMap(({ name, accounts }) => [
      name,
      ...Object.values(accounts).flatMap(({ iban, ownerName }) => [iban, ownerName]),
    ]),
    ...bookings.flatMap(({ who, text }) => [
      who.iban ?? text,
      who.name === brand.name ? text : who.name,
      text,
    ]),
    '203.0.113.24',
    ...seeded.flatMap(({ activationCode }) => activationCode ?? []),
  ])
  expect(personal.size).toBeGreaterThan(150)
  const hex = (text: string) => Buffer.from(text).toString('hex')
  expect([...personal].filter((text) => dump.includes(text) || dump.includes(hex(text)))).toEqual([])
})

test('a second run changes nothing but the activation codes', async () => {
  const before = await countsOf(application)
  const again = await seedSandbox({ now: at })
  const after = await countsOf(application)
  const people = seeded.filter(({ activationCode }) => activationCode !== null).length
  expect(after).toEqual({
    ...before,
    activation_codes: (before.activation_codes ?? 0) + people,
    audit_events: (before.audit_events ?? 0) + people,
  })
  expect(again.map(({ psuId }) => psuId)).toEqual(seeded.map(({ psuId }) => psuId))
  expect(again.map(({ activationCode }) => activationCode)).not.toEqual(
    seeded.map(({ activationCode }) => activationCode),
  )
})

test('two programs that seed at once seed once', async () => {
  await Promise.all([seedSandbox({ now: at }), seedSandbox({ now: at })])
  const { rows } = await application.query('select count(*)::int as many from psus')
  expect(rows[0].many).toBe(PEOPLE.length)
})

test('a customer who is blocked or has died and one with a passkey get no activation code, everybody else does', async () => {
  const { anna, karl, aage } = PERSONAS
  await application.query(
    `insert into authenticators (credential_id, psu_id, public_key, counter, transports, aaguid, synced, sealed_name,
       failures, locked_for_good, created_at) values ('x', $1, '', 0, '{}', '', false, '', 0, false, now())`,
    [anna.id],
  )
  const without = (await seedSandbox({ now: at })).filter(({ activationCode }) => activationCode === null)
  expect(without.map(({ psuId }) => psuId).sort()).toEqual([anna.id, karl.id, aage.id].sort())
  await application.query(`delete from authenticators where credential_id = 'x'`)
})

test('every balance is the exact sum of its bookings, and no account but the loan is overdrawn', async () => {
  const histories = drawHistories(bankDay(at, brand.timeZone))
  // Two customers' accounts fail on purpose.
  const answering = PEOPLE.filter(({ accounts }) => Object.values(accounts).every(({ script }) => !script))
  for (const persona of answering)
    for (const account of await accountsOfCustomer(persona.id)) {
      if (isCard(account)) continue
      const bookings = histories.get(account.id) ?? []
      const { rows } = await application.query(
        `select coalesce(sum(amount) filter (where booked_on is not null), 0)::numeric(18,2)::text as booked,
                coalesce(sum(amount), 0)::numeric(18,2)::text as available, count(*)::int as many
         from ledger_transactions where account_id = $1`,
        [account.id],
      )
      const balances = await balancesOf([account.id])
      expect(Object.fromEntries(balances.map(({ type, money }) => [type, money.amount]))).toEqual({
        closingBooked: rows[0].booked,
        interimAvailable: rows[0].available,
      })
      expect(rows[0].many).toBe(bookings.length)
      if (account.cashAccountType !== 'LOAN') expect(toMinor(rows[0].available)).toBeGreaterThan(0n)
    }
})

test('a card owes what its entries say, and may spend what its limit leaves', async () => {
  const { id, creditLimit } = PERSONAS.nils.cards.credit
  const { rows } = await application.query(
    `select sum(amount) filter (where booked_on is not null)::numeric(18,2)::text as booked,
            (sum(amount) + $2::numeric)::numeric(18,2)::text as available,
            coalesce(sum(amount) filter (where booked_on is null), 0)::numeric(18,2)::text as pending
     from ledger_transactions where account_id = $1`,
    [id, creditLimit],
  )
  const balances = await balancesOf([id])
  expect(Object.fromEntries(balances.map(({ type, money }) => [type, money.amount]))).toEqual({
    closingBooked: rows[0].booked,
    interimAvailable: rows[0].available,
    nonInvoiced: rows[0].pending,
  })
})

test('the bank reads what was seeded: names, IBANs, who may share what, and the last ninety days', async () => {
  const held = await accountsOfCustomer(PERSONAS.anna.id)
  expect(held.map((one) => [one.name, numberOf(one), one.ineligible])).toEqual([
    ['Everyday account', PERSONAS.anna.accounts.everyday.iban, null],
    ['Savings', PERSONAS.anna.accounts.savings.iban, 'not-a-payment-account'],
    ['Holiday account', PERSONAS.anna.accounts.holiday.iban, null],
  ])
  expect((await accountsOfCustomer(PERSONAS.oskar.id)).every(({ ineligible }) => ineligible !== null)).toBe(
    true,
  )
  const page = await bookingsOf({
    accountId: PERSONAS.eleni.accounts.everyday.id,
    ...{ booked: true, pending: true, from: '2000-01-01', to: '2999-01-01', limit: 1_000 },
    ...{ since: null, upTo: null, at: null },
  })
  expect(page.bookings.some(({ detail }) => detail.remittance === 'Για τη μαμά')).toBe(true)
  expect(page.next).toBeNull()
})

test('consents stand in every status that a use case leaves', async () => {
  const { rows } = await application.query('select distinct status from consents order by 1')
  expect(rows.map(({ status }) => status)).toEqual(
    ['expired', 'received', 'rejected', 'revokedByPsu', 'terminatedByTpp', 'valid'].sort(),
  )
})

test('Anna sees a permission in every state, and the other has forty of them in two years', async () => {
  const states = async (psuId: string) =>
    (await findPermissions({ psuId, now: at })).map(({ state }) => state)
  const all = [
    'active',
    'expired',
    'expiring',
    'paused',
    'refused',
    'replaced',
    'stopped-by-holder',
    'stopped-by-tpp',
    'unused',
  ]
  expect([...new Set(await states(PERSONAS.anna.id))].sort()).toEqual([...all, 'used-once'])
  const many = await states(PERSONAS.freja.id)
  expect(many.length).toBeGreaterThanOrEqual(40)
  expect([...new Set(many)].sort()).toEqual([...all, 'used-once'])
})

test('each allowed consent has the record that was shown, under its true hash', async () => {
  const { rows } = await application.query(
    `select v.*, p.key_id, c.tpp_id from consent_versions v join consents c on c.id = v.consent_id join psus p on p.id = c.psu_id`,
  )
  expect(rows.length).toBeGreaterThan(40)
  for (const row of rows) {
    const key = await vaultKey(row.key_id)
    const record = key.open<Parameters<typeof hashRecord>[1]>('consent_versions.record', row.sealed_record)
    expect(hashRecord(row.nonce, record).equals(row.record_hash)).toBe(true)
    const request = await findConsentRequest({ consentId: row.consent_id, tppId: row.tpp_id, now: at })
    expect(record).toMatchObject({
      purpose: request?.purpose,
      tpp: { brand: request?.tpp.brand, authority: request?.tpp.authority },
      period:
        request?.kind === 'fundsConfirmation'
          ? { untilStopped: true }
          : { validUntil: request?.validUntil, frequencyPerDay: request?.frequencyPerDay },
    })
  }
})

test('at most one recurring consent of a customer is valid for each third party', async () => {
  const { rows } = await application.query(
    `select 1 from consents where status = 'valid' and recurring group by tpp_id, psu_id having count(*) > 1`,
  )
  expect(rows).toEqual([])
})

test('nothing was read before it was allowed, after it ended, nor in times to come', async () => {
  const { rows } = await application.query(
    `select l.call_id from access_log l join consents c on c.id = l.consent_id
     left join consent_versions v on v.consent_id = c.id
     where l.at > $1 or l.at < v.decided_at or v.decided_at is null
        or (l.status = 200 and c.status <> 'valid' and l.at > c.last_action_at)`,
    [at],
  )
  expect(rows).toEqual([])
})

test('nobody read more often than agreed', async () => {
  const { rows } = await application.query(
    `select c.id from access_log l join consents c on c.id = l.consent_id
     join access_log e on e.consent_id = l.consent_id and e.route = l.route and e.status = 200
       and e.account_id is not distinct from l.account_id and e.at <= l.at
       and (not c.recurring or (not e.psu_present and e.at > l.at - interval '24 hours'))
     where l.status = 200 and (not c.recurring or not l.psu_present) and c.kind = 'accountInformation'
     group by c.id, c.frequency_per_day, l.call_id having count(*) > c.frequency_per_day`,
  )
  expect(rows).toEqual([])
})

test("Anna's budget app has a month with a day of nine looks while she was there", async () => {
  const history = await findAccessHistory({
    consentId: consentIdOf('anna:budgetto:61'),
    psuId: PERSONAS.anna.id,
    days: 30,
    timeZone: brand.timeZone,
    now: at,
  })
  expect(Math.max(...history.days.map(({ present, away }) => present + away))).toBe(9)
  expect(history.days.filter(({ present }) => present === 9)).toHaveLength(1)
  const looks = history.days.reduce((sum, { present, away }) => sum + present + away, 0)
  expect(looks).toBeGreaterThan(70)
  expect(looks).toBeLessThan(140)
})

test('refusals are told too: too many reads, an ended consent, a paused third party', async () => {
  const { rows } = await application.query(
    'select distinct code from access_log where status >= 400 and psu_id = $1 order by 1',
    [PERSONAS.anna.id],
  )
  expect(rows.map(({ code }) => code)).toEqual([
    'ACCESS_EXCEEDED',
    'CERTIFICATE_BLOCKED',
    'CONSENT_EXPIRED',
    'CONSENT_INVALID',
  ])
})

test('nobody is told today what happened long ago, and each valid consent that has an end will expire', async () => {
  const { rows } = await application.query(
    `select count(*) filter (where sent_at is null)::int as waiting, count(*)::int as told from outbox`,
  )
  expect(rows[0]).toMatchObject({ waiting: 0 })
  expect(rows[0].told).toBeGreaterThan(100)
  const jobs = await application.query(`select count(*)::int as many from graphile_worker.jobs`)
  const valid = PERMISSIONS.filter(({ outcome, questions }) => outcome.status === 'valid' && !questions)
  expect(jobs.rows[0].many).toBe(valid.length)
})

test('Saldo is left to register its own redirect URIs', async () => {
  const { rows } = await application.query('select redirect_uris from applications where client_id = $1', [
    THIRD_PARTIES.saldo.id,
  ])
  expect(rows[0].redirect_uris).toEqual([])
})

/** Every readable row of every table as text, sealed bytes in hexadecimal. */
async function dumpOf(client: Client): Promise<string> {
  const texts: string[] = []
  for (const table of await tablesOf(client)) {
    const { rows } = await client.query(`select t::text as text from ${table} t`)
    for (const { text } of rows) texts.push(text)
  }
  return texts.join('\n')
}

async function countsOf(client: Client): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of await tablesOf(client))
    counts[table.replace('public.', '')] = Number(
      (await client.query(`select count(*) as many from ${table}`)).rows[0].many,
    )
  return counts
}

async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)'
       and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') order by 1`,
  )
  return rows.map(({ name }) => name)
}
