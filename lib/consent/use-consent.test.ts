import { randomBytes, randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { Client } from 'pg'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { closeHotPath } from '@/db/hot-path'
import { accessLog } from '@/db/schema/audit'
import { consentUses } from '@/db/schema/consent-uses'
import { consentAccounts } from '@/db/schema/consent-versions'
import { holds } from '@/db/schema/holds'
import { oauthReplays } from '@/db/schema/oauth-records'
import { tpps } from '@/db/schema/tpps'
import { codeOf, givenUse, sha256 } from '@/e2e/fixtures/consent-in-use'
import { givenAccount, givenPsu, givenToken, givenTpp } from '@/e2e/fixtures/given-consent'
import { inDays } from '@/e2e/fixtures/in-days'
import { Refusal } from '@/lib/errors'

const TPP = 'PSDNL-DNB-1'
const OTHER = 'PSDNL-DNB-2'
const owner = new Client(process.env.DATABASE_OWNER_URL)
let psuId: string
let account: string
let second: string

beforeAll(async () => {
  await owner.connect()
  await Promise.all([givenTpp(TPP), givenTpp(OTHER)])
  psuId = await givenPsu()
  account = await givenAccount({ psuId })
  second = await givenAccount({ psuId })
})
afterAll(() => Promise.all([owner.end(), closeHotPath()]))

/** A consent on the first account, and a way to use it. */
const given = (change: Partial<Parameters<typeof givenUse>[0]> = {}) =>
  givenUse({ tppId: TPP, psuId, accounts: [{ accountId: account }], ...change })
const rowsOf = (consentId: string) =>
  database().select().from(accessLog).where(eq(accessLog.consentId, consentId))

test('a foreign consent is refused exactly like one that does not exist', async () => {
  const { use } = await given()
  const foreign = await use({ tppId: OTHER })
  const absent = await use({ consentId: randomUUID() })
  expect(foreign).toEqual(absent)
  expect(foreign.refusal?.code).toBe('consent_unknown')
})

test.each([
  ['received', 'consent_invalid'],
  ['partiallyAuthorised', 'consent_invalid'],
  ['rejected', 'consent_invalid'],
  ['revokedByPsu', 'consent_invalid'],
  ['terminatedByTpp', 'consent_invalid'],
  ['expired', 'consent_expired'],
] as const)('a consent that is %s is refused as %s, whatever the token', async (status, code) => {
  const { use } = await given({ status })
  expect(await codeOf(use())).toBe(code)
  expect(await codeOf(use({ token: new Refusal('token_unknown') }))).toBe(code)
})

test('a consent whose last day is over is expired although no job has said so', async () => {
  const { use } = await given({ endsAt: new Date(Date.now() - 1) })
  expect(await codeOf(use())).toBe('consent_expired')
})

test('after a stop the consent is the reason, not the token that died with it', async () => {
  const { use, consentId } = await given()
  await owner.query(`update consents set status = 'revokedByPsu' where id = $1`, [consentId])
  await owner.query('delete from oauth_records')
  expect(await codeOf(use())).toBe('consent_invalid')
})

test('a paused third party is refused by the statement itself', async () => {
  const { use } = await given()
  await database().update(tpps).set({ status: 'paused' }).where(eq(tpps.id, TPP))
  expect(await codeOf(use())).toBe('certificate_blocked')
  await database().update(tpps).set({ status: 'active' }).where(eq(tpps.id, TPP))
})

test('while a hold is in force nothing is read; lifted or over it does nothing', async () => {
  const { use, consentId } = await given()
  const id = randomUUID()
  await database()
    .insert(holds)
    .values({ id, consentId, placedBy: 'bank', reason: 'fraud', placedAt: new Date() })
  expect(await codeOf(use())).toBe('consent_invalid')
  await database()
    .update(holds)
    .set({ until: new Date(Date.now() - 1) })
    .where(eq(holds.id, id))
  expect(await codeOf(use())).toBe('granted')
})

test('a token that is unknown, over, of another grant, or bound elsewhere opens nothing', async () => {
  const { use, grantId } = await given()
  const other = await given()
  const token = async (bound: Omit<Parameters<typeof givenToken>[0], 'grantId'>) => ({
    hash: sha256(await givenToken({ grantId, ...bound })),
    keyThumbprint: null,
    proof: null,
  })
  const past = new Date(Date.now() - 1)
  expect(await codeOf(use({ token: { hash: randomBytes(32), keyThumbprint: null, proof: null } }))).toBe(
    'token_unknown',
  )
  expect(await codeOf(use({ token: await token({ certificateThumbprint: 'cert', expiresAt: past }) }))).toBe(
    'token_expired',
  )
  expect(await codeOf(use({ token: { hash: sha256(other.token), keyThumbprint: null, proof: null } }))).toBe(
    'token_invalid',
  )
  expect(await codeOf(use({ certificateThumbprint: 'renewed' }))).toBe('token_invalid')
  expect(await codeOf(use({ token: await token({}) }))).toBe('token_invalid')
  const bound = await token({ keyThumbprint: 'key' })
  expect(await codeOf(use({ token: bound }))).toBe('token_invalid')
  expect(await codeOf(use({ token: { ...bound, keyThumbprint: 'stolen' } }))).toBe('token_invalid')
  expect(await codeOf(use({ token: { ...bound, keyThumbprint: 'key' } }))).toBe('granted')
})

test('an account this third party was never given is one that does not exist; one it knows is outside', async () => {
  const stranger = await givenAccount({ psuId })
  const { use } = await given()
  expect(await codeOf(use({ accountId: stranger }))).toBe('resource_unknown')
  expect(await codeOf(use({ accountId: randomUUID() }))).toBe('resource_unknown')
  await given({ accounts: [{ accountId: second }] })
  expect(await codeOf(use({ accountId: second }))).toBe('consent_invalid')
})

test('a right that was not given is refused, on the account and on the list', async () => {
  const { use } = await given({ accounts: [{ accountId: account, balances: false, transactions: true }] })
  expect(await codeOf(use())).toBe('consent_invalid')
  expect(await codeOf(use({ accountId: null, endpoint: 'accounts' }))).toBe('consent_invalid')
  expect(await codeOf(use({ needs: { balances: false, transactions: true } }))).toBe('granted')
})

test('the list gives the rights of each account of the version in force', async () => {
  const accounts = [{ accountId: account }, { accountId: second, balances: false, transactions: false }]
  const { use } = await given({ accounts })
  const answer = await use({
    accountId: null,
    endpoint: 'accounts',
    needs: { balances: false, transactions: false },
  })
  expect(answer.refusal).toBeNull()
  expect('accounts' in answer && answer.accounts).toEqual(
    [
      { accountId: account, balances: true, transactions: true, ownerName: false, details: true },
      { accountId: second, balances: false, transactions: false, ownerName: false, details: true },
    ].sort((a, b) => (a.accountId < b.accountId ? -1 : 1)),
  )
})

test('an account of an earlier version of the consent is covered no longer', async () => {
  const { use, consentId } = await given()
  await database().insert(consentAccounts).values({
    consentId,
    version: 0,
    accountId: second,
    balances: true,
    transactions: true,
    ownerName: false,
  })
  expect(await codeOf(use({ accountId: second }))).toBe('consent_invalid')
  const list = await use({ accountId: null, endpoint: 'accounts' })
  expect('accounts' in list && list.accounts.map(({ accountId }) => accountId)).toEqual([account])
})

test('history beyond 90 days needs a fresh approval, beyond 13 months there is none', async () => {
  const [old, ahead, beyond] = [inDays(-100), inDays(1), inDays(-14 * 31)]
  const fresh = await given()
  expect(await codeOf(fresh.use({ historyFrom: old }))).toBe('granted')
  expect(await codeOf(fresh.use({ historyFrom: ahead }))).toBe('period_invalid')
  expect(await codeOf(fresh.use({ historyFrom: beyond }))).toBe('period_invalid')
  const stale = await given({ approvedAt: new Date(Date.now() - 2 * 3_600_000) })
  expect(await codeOf(stale.use({ historyFrom: old }))).toBe('period_invalid')
})

test('the fifth unattended read in 24 hours is refused, on this endpoint and account alone', async () => {
  const { use } = await given({ accounts: [{ accountId: account }, { accountId: second }] })
  for (let read = 0; read < 4; read++) expect(await codeOf(use())).toBe('granted')
  const { refusal } = await use()
  expect(refusal?.code).toBe('access_exceeded')
  const left = refusal?.retryAfter ?? 0
  expect(left).toBeGreaterThan(86_300)
  expect(left).toBeLessThanOrEqual(86_400)
  expect(await codeOf(use({ psuPresent: true }))).toBe('granted')
  expect(await codeOf(use({ accountId: second }))).toBe('granted')
  expect(await codeOf(use({ endpoint: 'account' }))).toBe('granted')
  expect(await codeOf(use({ continued: true }))).toBe('granted')
})

test('the window slides: a read is free again 24 hours after the one it replaces, not at midnight', async () => {
  const { use, grantId } = await given()
  const clock = (hours: number) =>
    owner.query(
      `insert into sandbox_clock values (true, make_interval(hours => $1))
                 on conflict ("only") do update set ahead = excluded.ahead`,
      [hours],
    )
  const expiresAt = new Date(Date.now() + 7 * 86_400_000)
  const value = await givenToken({ grantId, certificateThumbprint: 'cert', expiresAt })
  const token = { hash: sha256(value), keyThumbprint: null, proof: null }
  expect(await codeOf(use({ token }))).toBe('granted')
  await clock(10)
  for (let read = 0; read < 3; read++) expect(await codeOf(use({ token }))).toBe('granted')
  await clock(23)
  // The oldest that counts is 23 hours ago, so one more comes free in an hour.
  const { refusal } = await use({ token })
  expect([refusal?.code, Math.ceil((refusal?.retryAfter ?? 0) / 60)]).toEqual(['access_exceeded', 60])
  await clock(25)
  expect(await codeOf(use({ token }))).toBe('granted')
  expect(await codeOf(use({ token }))).toBe('access_exceeded')
  await clock(35)
  for (let read = 0; read < 3; read++) expect(await codeOf(use({ token }))).toBe('granted')
  expect(await codeOf(use({ token }))).toBe('access_exceeded')
  await owner.query('delete from sandbox_clock')
})

test('a one-off consent gives each endpoint and account once, with or without the customer, for good', async () => {
  const { use } = await given({ recurring: false, frequencyPerDay: 1 })
  expect(await codeOf(use({ psuPresent: true }))).toBe('granted')
  expect(await codeOf(use({ psuPresent: true }))).toBe('consent_expired')
  expect(await codeOf(use({ endpoint: 'account' }))).toBe('granted')
  await owner.query(`update consent_uses set recent = array[now() - interval '3 days'] where consent_id in
                     (select id from consents where not recurring)`)
  expect(await codeOf(use())).toBe('consent_expired')
})

test('of twenty unattended reads at once over many connections exactly four are served and recorded', async () => {
  const { use, consentId } = await given()
  const answers = await Promise.all(Array.from({ length: 20 }, () => codeOf(use())))
  expect(answers.filter((code) => code === 'granted')).toHaveLength(4)
  expect(answers.filter((code) => code === 'access_exceeded')).toHaveLength(16)
  expect(await rowsOf(consentId)).toHaveLength(4)
})

test('of twenty uses of one proof at once exactly one is served', async () => {
  const { use, grantId, consentId } = await given()
  const token = await givenToken({ grantId, keyThumbprint: 'key' })
  const shown = { hash: sha256(token), keyThumbprint: 'key', proof: { id: randomBytes(32), seconds: 300 } }
  const answers = await Promise.all(Array.from({ length: 20 }, () => codeOf(use({ token: shown }))))
  expect(answers.filter((code) => code === 'granted')).toHaveLength(1)
  expect(answers.filter((code) => code === 'token_invalid')).toHaveLength(19)
  expect(await rowsOf(consentId)).toHaveLength(1)
})

test('a refusal leaves no count, no row of the log and, unless it was counted out, no spent proof', async () => {
  const { use, consentId } = await given({ status: 'revokedByPsu' })
  const proof = { id: randomBytes(32), seconds: 300 }
  await use({ token: { hash: randomBytes(32), keyThumbprint: 'key', proof } })
  expect(await rowsOf(consentId)).toHaveLength(0)
  expect(
    await database().select().from(consentUses).where(eq(consentUses.consentId, consentId)),
  ).toHaveLength(0)
  expect(await database().select().from(oauthReplays).where(eq(oauthReplays.id, proof.id))).toHaveLength(0)
})

test('what was granted is recorded once, under our call id', async () => {
  const { use, consentId } = await given()
  const callId = newId()
  const requestId = randomUUID()
  await use({ callId, requestId, psuPresent: true })
  const rows = await database()
    .select()
    .from(accessLog)
    .where(and(eq(accessLog.consentId, consentId), eq(accessLog.callId, callId)))
  expect(rows).toMatchObject([
    {
      tppId: TPP,
      psuId,
      accountId: account,
      status: 200,
      code: null,
      psuPresent: true,
      requestId,
      certificateThumbprint: 'cert',
    },
  ])
})
