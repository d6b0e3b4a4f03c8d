import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { closeHotPath } from '@/db/hot-path'
import { consents } from '@/db/schema/consents'
import { codeOf, givenUse, LIST, sha256 } from '@/e2e/fixtures/consent-in-use'
import { givenAccount, givenPsu, givenToken, givenTpp } from '@/e2e/fixtures/given-consent'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { now } from '@/lib/clock'
import { expireConsent } from './expire-consent'
import { findConsentOfTpp } from './find-consent-of-tpp'

const TPP = 'PSDNL-DNB-MODELS'
let psuId: string
let account: string
let second: string

beforeAll(async () => {
  await givenTpp(TPP)
  psuId = await givenPsu()
  account = await givenAccount({ psuId })
  second = await givenAccount({ psuId })
})
afterAll(closeHotPath)

const given = (change: Partial<Parameters<typeof givenUse>[0]> = {}) =>
  givenUse({ tppId: TPP, psuId, accounts: [{ accountId: account }], ...change })
const statusOf = async (consentId: string) =>
  (await findConsentOfTpp({ consentId, tppId: TPP, now: await now() }))?.status

test('a consent to ask for funds reads no account', async () => {
  const { use, consentId } = await given()
  await database().update(consents).set({ kind: 'fundsConfirmation' }).where(eq(consents.id, consentId))
  expect(await codeOf(use())).toBe('consent_unknown')
})

describe('xs2a.md 3.1: a list of accounts is a list', () => {
  const list = () =>
    given({ model: 'accountList', recurring: false, readsLeft: 1, accounts: [{ accountId: account }] })

  test.each(['account', 'balances', 'transactions'] as const)(
    '%s of an account on it is refused',
    async (endpoint) => {
      const { use } = await list()
      const needs = { balances: endpoint === 'balances', transactions: false }
      expect(await codeOf(use({ endpoint, needs }))).toBe('consent_invalid')
    },
  )

  test('balances come with it only where they were given', async () => {
    const accounts = [{ accountId: account, balances: false, transactions: false }]
    const { use } = await given({ model: 'accountList', recurring: false, readsLeft: 1, accounts })
    expect(await codeOf(use({ ...LIST, needs: { balances: true, transactions: false } }))).toBe(
      'consent_invalid',
    )
    const answer = await use(LIST)
    expect(answer).toMatchObject({ accounts: [{ accountId: account, details: false }] })
  })

  test('it is given once, and then the consent has expired', async () => {
    const { use, consentId } = await list()
    expect(await codeOf(use({ ...LIST, psuPresent: true }))).toBe('granted')
    expect(await statusOf(consentId)).toBe('expired')
    expect(await codeOf(use({ ...LIST, psuPresent: true }))).toBe('consent_expired')
  })
})

test("an owner's name is given on the account it was allowed for, and on no other", async () => {
  const { use } = await given({ accounts: [{ accountId: account, ownerName: true }, { accountId: second }] })
  const answer = await use(LIST)
  const owners = 'accounts' in answer && answer.accounts.filter(({ ownerName }) => ownerName)
  expect(owners).toMatchObject([{ accountId: account }])
})

describe('xs2a.md 3.5: a one-off consent', () => {
  test('gives its last read, and is then expired for everybody', async () => {
    const { use, consentId } = await given({ recurring: false, readsLeft: 2 })
    expect(await codeOf(use({ psuPresent: true }))).toBe('granted')
    expect(await statusOf(consentId)).toBe('valid')
    expect(await codeOf(use({ endpoint: 'account' }))).toBe('granted')
    expect(await statusOf(consentId)).toBe('expired')
    expect(await codeOf(use(LIST))).toBe('consent_expired')
    expect(await codeOf(use({ continued: true }))).toBe('granted')
  })

  test('of its last read asked for twenty times at once gives one', async () => {
    const { use } = await given({ recurring: false, readsLeft: 1 })
    const answers = await Promise.all(Array.from({ length: 20 }, () => codeOf(use())))
    expect(answers.filter((code) => code === 'granted')).toHaveLength(1)
    expect(answers.filter((code) => code === 'consent_expired')).toHaveLength(19)
  })

  test('counts down once for each of its reads, also when they come all at once', async () => {
    const { use, consentId } = await given({
      recurring: false,
      readsLeft: 7,
      accounts: [{ accountId: account }, { accountId: second }],
    })
    const endpoints = ['account', 'balances', 'transactions'] as const
    const reads = [account, second].flatMap((accountId) =>
      endpoints.map((endpoint) => codeOf(use({ accountId, endpoint }))),
    )
    expect(new Set(await Promise.all([...reads, codeOf(use(LIST))]))).toEqual(new Set(['granted']))
    expect(await statusOf(consentId)).toBe('expired')
  })

  test('looks at single transactions without using itself up, each of them once', async () => {
    const { use, consentId } = await given({ recurring: false, readsLeft: 1 })
    expect(await codeOf(use({ endpoint: 'transaction/one' }))).toBe('granted')
    expect(await codeOf(use({ endpoint: 'transaction/one' }))).toBe('consent_expired')
    expect(await codeOf(use({ endpoint: 'transaction/two' }))).toBe('granted')
    expect(await statusOf(consentId)).toBe('valid')
  })

  test('runs out twenty minutes after its first use, whatever is left, and says so in the trail', async () => {
    const { use, grantId, consentId } = await given({ recurring: false })
    const value = await givenToken({
      grantId,
      certificateThumbprint: 'cert',
      expiresAt: new Date(Date.now() + 86_400_000),
    })
    const token = { hash: sha256(value), keyThumbprint: null, proof: null }
    await moveClock('3 hours')
    expect(await codeOf(use({ token }))).toBe('granted')
    await moveClock('3 hours 19 minutes')
    expect(await codeOf(use({ token, endpoint: 'account' }))).toBe('granted')
    await moveClock('3 hours 21 minutes')
    expect(await codeOf(use({ ...LIST, token }))).toBe('consent_expired')
    expect(await codeOf(use({ token, continued: true }))).toBe('consent_expired')
    expect(await statusOf(consentId)).toBe('expired')
    await expireConsent({ consentId })
    await moveClock('0')
    const [row] = await database().select().from(consents).where(eq(consents.id, consentId))
    expect(row?.status).toBe('expired')
    const { rows } = await database().execute(
      sql`select count(*)::int as jobs from graphile_worker.jobs where key = ${`consent.expire:${consentId}`}`,
    )
    expect(rows).toEqual([{ jobs: 1 }])
  })
})
