import { eq, inArray } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { closeHotPath } from '@/db/hot-path'
import { auditEvents } from '@/db/schema/audit'
import { consents } from '@/db/schema/consents'
import { oauthRecords } from '@/db/schema/oauth-records'
import { psus } from '@/db/schema/psus'
import { asked, givenConsentLife, statusOf, TPP } from '@/e2e/fixtures/consent-life'
import {
  givenAccount,
  givenApplication,
  givenConsent,
  givenPsu,
  givenToken,
  givenTpp,
} from '@/e2e/fixtures/given-consent'
import { findPermissions } from './find-permissions'
import { stopAccount } from './stop-account'
import { stopAll } from './stop-all'
import { stopThirdParty } from './stop-third-party'

const THIRD = 'PSDNL-DNB-9'
const { approve } = await givenConsentLife()
await givenTpp(THIRD)
await givenApplication(THIRD, 'Third')
afterAll(() => closeHotPath())

const RIGHTS = { card: false, balances: true, transactions: true, ownerName: false }

/** A customer of this test alone with two accounts. */
async function customer() {
  const psuId = await givenPsu()
  return { psuId, accounts: [await givenAccount({ psuId }), await givenAccount({ psuId })] as const }
}
async function given(psuId: string, accountIds: readonly string[], change: Parameters<typeof asked>[0] = {}) {
  const { consentId } = await asked(change)
  const { grantId } = await approve(consentId, {
    psuId,
    accounts: accountIds.map((accountId) => ({ accountId, ...RIGHTS })),
  })
  await givenToken({ grantId, certificateThumbprint: 'x' })
  return { consentId, grantId }
}
const withThird = (psuId: string, accountIds: readonly string[], change = {}) =>
  givenConsent({ tppId: THIRD, psuId, accounts: accountIds.map((accountId) => ({ accountId })), ...change })
const tokensOf = (grantId: string) =>
  database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))
const eventsOf = async (ids: string[]) =>
  (await database().select().from(auditEvents).where(inArray(auditEvents.consentId, ids)))
    .map(({ type }) => type)
    .filter((type) => type === 'consent.revoked' || type === 'consent.account-dropped')
    .sort()

test('one third party is stopped, and nobody else, and nothing of anybody else', async () => {
  const anna = await customer()
  const bert = await customer()
  const [own, other] = [await given(anna.psuId, anna.accounts), await withThird(anna.psuId, anna.accounts)]
  const foreign = await given(bert.psuId, bert.accounts)
  const stop = () => stopThirdParty({ psuId: anna.psuId, tppId: TPP, requestId: 'r' })
  expect((await stop()).ended).toEqual([own.consentId])
  expect((await stop()).ended).toEqual([])
  expect(await statusOf(own.consentId)).toBe('revokedByPsu')
  expect(await tokensOf(own.grantId)).toEqual([])
  for (const { consentId } of [other, foreign]) expect(await statusOf(consentId)).toBe('valid')
  expect(await eventsOf([own.consentId])).toEqual(['consent.revoked'])
})

test('everything is stopped: what is live, for funds or once, at one time; what has ended stays as it ended', async () => {
  const { psuId, accounts } = await customer()
  const live = await given(psuId, accounts)
  const once = await withThird(psuId, accounts, { recurring: false, frequencyPerDay: 1 })
  const funds = await withThird(psuId, [accounts[0]], { kind: 'fundsConfirmation' })
  const over = await withThird(psuId, accounts, { status: 'expired' })
  const spent = await withThird(psuId, accounts, { recurring: false, readsLeft: 0 })
  const { ended, at } = await stopAll({ psuId, requestId: 'r' })
  expect(ended.sort()).toEqual([live.consentId, once.consentId, funds.consentId].sort())
  for (const consentId of ended) expect(await statusOf(consentId)).toBe('revokedByPsu')
  expect(await statusOf(over.consentId)).toBe('expired')
  const permissions = await findPermissions({ psuId, now: new Date() })
  for (const { id, lastActionAt, endedBy } of permissions.filter((one) => ended.includes(one.id)))
    expect([id, lastActionAt, endedBy]).toEqual([id, at, psuId])
  expect(permissions.find(({ id }) => id === spent.consentId)?.status).toBe('expired')
})

test('an account goes out of everything: what has others goes on without it, what had it alone ends', async () => {
  const { psuId, accounts } = await customer()
  const [shared, kept] = accounts
  const both = await given(psuId, accounts)
  const alone = await withThird(psuId, [shared])
  const untouched = await withThird(psuId, [kept])
  const once = await withThird(psuId, accounts, { recurring: false })
  const stop = () => stopAccount({ psuId, accountId: shared, requestId: 'r' })
  const { ended, dropped } = await stop()
  expect(dropped).toEqual([both.consentId])
  expect(ended.sort()).toEqual([alone.consentId, once.consentId].sort())
  const permissions = await findPermissions({ psuId, now: new Date() })
  const rightsOf = (id: string) =>
    permissions.find((one) => one.id === id)?.rights.map(({ accountId }) => accountId)
  expect(rightsOf(both.consentId)).toEqual([kept])
  expect(await statusOf(both.consentId)).toBe('valid')
  expect(await statusOf(untouched.consentId)).toBe('valid')
  expect(await eventsOf([both.consentId, alone.consentId])).toEqual([
    'consent.account-dropped',
    'consent.revoked',
  ])
  expect(await stop()).toMatchObject({ ended: [], dropped: [] })
})

test('whoever is blocked may stop all the same', async () => {
  const { psuId, accounts } = await customer()
  const { consentId } = await given(psuId, accounts)
  await database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, psuId))
  expect((await stopAll({ psuId, requestId: null })).ended).toEqual([consentId])
})

test('stops of all kinds at once with a new permission neither wait for each other nor leave anything half', async () => {
  const { psuId, accounts } = await customer()
  for (let round = 0; round < 6; round++) {
    const first = await given(psuId, accounts)
    const others = await Promise.all([0, 1, 2].map(() => withThird(psuId, accounts)))
    const results = await Promise.allSettled([
      stopAll({ psuId, requestId: null }),
      stopThirdParty({ psuId, tppId: TPP, requestId: null }),
      stopAll({ psuId, requestId: null }),
      given(psuId, accounts),
    ])
    expect(results.map(({ status }) => status)).toEqual(Array(4).fill('fulfilled'))
    const ids = [first, ...others].map(({ consentId }) => consentId)
    const rows = await database().select().from(consents).where(inArray(consents.id, ids))
    expect(rows.filter(({ status }) => status === 'valid')).toEqual([])
    expect(await tokensOf(first.grantId)).toEqual([])
  }
})
