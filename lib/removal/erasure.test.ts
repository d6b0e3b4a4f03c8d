import { randomUUID } from 'node:crypto'
import { eq, getTableColumns, getTableName } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { RETENTIONS } from '@/db/retention'
import { activationCodes } from '@/db/schema/activation-codes'
import { erasureBookings, erasures } from '@/db/schema/erasures'
import { givenAccount, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { issueActivationCode } from '@/lib/psu/issue-activation-code'
import { erasurePlan, keptOfCustomers } from './erasure-plan'
import { ERASURE_RULES } from './erasure-rules'
import { requestErasure } from './request-erasure'

const TPP = await givenTpp('PSDNL-DNB-ERASE')

const justSignedIn = (psuId: string) => ({
  psuId,
  sessionId: randomUUID(),
  authenticatedAt: new Date(),
  requestId: null,
})

const usedCode = async (psuId: string) => {
  await issueActivationCode({ psuId, actor: 'system', requestId: null, now: new Date() })
  await database().update(activationCodes).set({ usedAt: new Date() }).where(eq(activationCodes.psuId, psuId))
}
const codesOf = (psuId: string) =>
  database().select().from(activationCodes).where(eq(activationCodes.psuId, psuId))

test('every table that keeps data of a customer has a rule or names its customer, and no rule is of any other', () => {
  const kept = keptOfCustomers().map(({ table }) => table)
  expect(Object.keys(ERASURE_RULES).filter((table) => !kept.includes(table))).toEqual([])
  const named = RETENTIONS.filter(({ table }) => 'psuId' in getTableColumns(table)).map(({ table }) =>
    getTableName(table),
  )
  expect(kept.filter((table) => !(table in ERASURE_RULES) && !named.includes(table))).toEqual([])
})

test('every rule is a statement that the database runs', async () => {
  const psuId = await givenPsu()
  const { consentId } = await givenConsent({ tppId: TPP, psuId, accounts: [] })
  expect(consentId).toBeTruthy()
  const plan = await erasurePlan(psuId)
  expect(plan.map(({ table }) => table)).toEqual(expect.arrayContaining(['psus', 'consents']))
})

test('what may go is gone with the commit; the rest is booked with its rule and its day, and nobody else loses anything', async () => {
  const [anna, bert] = [await givenPsu(), await givenPsu('Bert')]
  const accountId = await givenAccount({ psuId: anna })
  const ended = { status: 'revokedByPsu', approvedAt: new Date('2026-11-01T10:00:00Z') } as const
  await givenConsent({ tppId: TPP, psuId: anna, accounts: [{ accountId }], ...ended })
  await usedCode(anna)
  await usedCode(bert)
  const { erasureId, plan } = await requestErasure(justSignedIn(anna))
  expect(await codesOf(anna)).toEqual([])
  expect(await codesOf(bert)).toHaveLength(1)
  expect(plan.find(({ table }) => table === 'consents')).toMatchObject({
    now: 0,
    stays: 1,
    until: '2031-11-01',
  })
  const booked = await database()
    .select()
    .from(erasureBookings)
    .where(eq(erasureBookings.erasureId, erasureId))
  expect(booked.find(({ tableName }) => tableName === 'activation_codes')).toMatchObject({
    erased: 1,
    kept: 0,
  })
  expect(booked.find(({ tableName }) => tableName === 'psus')).toMatchObject({ kept: 1, until: null })
  expect(await database().select().from(erasures).where(eq(erasures.psuId, anna))).toHaveLength(1)
})

test('nothing is erased by a session whose passkey was last used a while ago, nor more than three times a day', async () => {
  const psuId = await givenPsu()
  const before = new Date(Date.now() - 6 * 60_000)
  const long = requestErasure({ ...justSignedIn(psuId), authenticatedAt: before })
  await expect(long).rejects.toMatchObject({ code: 'session_ended' })
  const settled = await Promise.allSettled(
    Array.from({ length: 5 }, () => requestErasure(justSignedIn(psuId))),
  )
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  await expect(requestErasure(justSignedIn(psuId))).rejects.toMatchObject({ code: 'too_many_requests' })
})

test('while a permission lives its evidence has no end yet', async () => {
  const psuId = await givenPsu()
  await givenConsent({ tppId: TPP, psuId, accounts: [] })
  const plan = await erasurePlan(psuId)
  expect(plan.find(({ table }) => table === 'consents')).toMatchObject({ stays: 1, until: null })
})
