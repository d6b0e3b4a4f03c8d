import { eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { consents } from '@/db/schema/consents'
import { oauthRecords } from '@/db/schema/oauth-records'
import { tpps } from '@/db/schema/tpps'
import {
  givenAccount,
  givenApplication,
  givenConsent,
  givenPsu,
  givenToken,
  givenTpp,
} from '@/e2e/fixtures/given-consent'
import { givenColleague } from '@/e2e/fixtures/given-staff'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { addDays, bankDay } from '@/lib/bank-day'
import { now } from '@/lib/clock'
import { env } from '@/lib/env'
import { approveDecision } from '@/lib/tpp/approve-decision'
import { proposeDecision } from '@/lib/tpp/propose-decision'
import { endThirdParties } from './end-third-parties'
import { findConsentEvents } from './find-consent-events'
import { findPermissions } from './find-permissions'

afterEach(() => moveClock('0'))

const operator = await givenColleague('operate')
const approver = await givenColleague('approve')
let made = 0

async function given() {
  made += 1
  const tppId = await givenTpp(`PSDNL-DNB-END${made}`)
  await givenApplication(tppId, 'Example')
  const psuId = await givenPsu()
  const accountId = await givenAccount({ psuId })
  const consent = await givenConsent({ tppId, psuId, accounts: [{ accountId }] })
  await givenToken({ grantId: consent.grantId })
  return { tppId, psuId, ...consent }
}

async function decide(tppId: string, action: 'pause' | 'resume' | 'end'): Promise<void> {
  const at = await now()
  const about = { tppId, requestId: null, now: at }
  const { decisionId } = await proposeDecision({
    ...about,
    action,
    ground: action === 'resume' ? null : 'fraudulent-access',
    note: 'Reads at night.',
    tppText: action === 'resume' ? null : 'Call us.',
    customersText: action === 'resume' ? null : 'We saw reads that nobody asked for.',
    endsOn: action === 'end' ? addDays(bankDay(at, env.BANK_TIME_ZONE), 10) : null,
    staffId: operator,
  })
  await approveDecision({ ...about, decisionId, staffId: approver })
}

const seen = async (psuId: string) => (await findPermissions({ psuId, now: await now() }))[0]
const row = async (consentId: string) =>
  (await database().select().from(consents).where(eq(consents.id, consentId)))[0]

test('during the grace nothing ends, however often the job runs, and the customer reads the last day', async () => {
  const { tppId, psuId, consentId } = await given()
  await decide(tppId, 'end')
  await endThirdParties()
  await moveClock('8 days')
  await endThirdParties()
  expect(await row(consentId)).toMatchObject({ status: 'valid', endedByBank: false })
  expect(await seen(psuId)).toMatchObject({
    state: 'active',
    tppEndsAt: expect.any(Date),
    bankSaid: { ground: 'fraudulent-access', text: 'We saw reads that nobody asked for.' },
  })
})

test('from the end on it is over for the customer before any job has run', async () => {
  const { tppId, psuId, consentId } = await given()
  await decide(tppId, 'end')
  await moveClock('12 days')
  expect(await row(consentId)).toMatchObject({ status: 'valid' })
  expect(await seen(psuId)).toMatchObject({ state: 'stopped-by-bank', status: 'expired', tppEndsAt: null })
})

test('the job ends consents, tokens and third party once, with a status that Berlin Group knows', async () => {
  const { tppId, psuId, consentId, grantId } = await given()
  const ended = await given()
  await database().update(consents).set({ status: 'revokedByPsu' }).where(eq(consents.id, ended.consentId))
  await decide(tppId, 'end')
  await moveClock('12 days')
  await Promise.all([endThirdParties(), endThirdParties()])
  await endThirdParties()
  expect(await row(consentId)).toMatchObject({ status: 'expired', endedByBank: true })
  expect(await database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))).toEqual([])
  expect(await database().select().from(tpps).where(eq(tpps.id, tppId))).toMatchObject([{ status: 'ended' }])
  const events = await database().select().from(auditEvents).where(eq(auditEvents.tppId, tppId))
  const many = (type: string) => events.filter((event) => event.type === type).length
  expect([many('consent.ended-by-bank'), many('tpp.ended')]).toEqual([1, 1])
  expect(await seen(psuId)).toMatchObject({ state: 'stopped-by-bank' })
  expect(await row(ended.consentId)).toMatchObject({ status: 'revokedByPsu', endedByBank: false })
})

test('an end that was taken back ends nothing', async () => {
  const { tppId, psuId, consentId } = await given()
  await decide(tppId, 'end')
  await decide(tppId, 'resume')
  await moveClock('12 days')
  await endThirdParties()
  expect(await row(consentId)).toMatchObject({ status: 'valid' })
  expect(await seen(psuId)).toMatchObject({ state: 'active', tppEndsAt: null })
})

test("a pause shows on the customer's page with its reason, and both stand in the history", async () => {
  const { tppId, psuId, consentId } = await given()
  await decide(tppId, 'pause')
  expect(await seen(psuId)).toMatchObject({
    state: 'paused',
    pausedAt: expect.any(Date),
    bankSaid: { ground: 'fraudulent-access', text: 'We saw reads that nobody asked for.' },
  })
  await decide(tppId, 'resume')
  expect(await seen(psuId)).toMatchObject({ state: 'active', pausedAt: null })
  const since = new Date((await now()).getTime() - 3_600_000)
  const events = await findConsentEvents({ consentId, psuId, tppId, since })
  expect(events.map(({ type }) => type)).toEqual(['tpp.resumed', 'tpp.paused'])
})
