import { and, eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authenticators } from '@/db/schema/authenticators'
import { notices } from '@/db/schema/notices'
import { outbox } from '@/db/schema/outbox'
import { activate, givenCode, givenCustomer, signIn } from '@/e2e/fixtures/given-passkey'
import { givenSession } from '@/e2e/fixtures/given-recovery'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { planAll } from '@/e2e/fixtures/told-notices'
import { now } from '@/lib/clock'
import { changeNoticeSettings, findNoticeSettings } from '@/lib/notices/notice-settings'
import { draftRecoveryCodes, keepRecoveryCodes } from '@/lib/psu/draft-recovery-codes'
import { startEnrolment } from './enrol-another'
import { objectByToken, objectionToken } from './object-to-recovery'

// Whoever talks the bank into a code for somebody who has a passkey gets what a recovery gives, and no more.

const COOLING = { code: 'cooling_down' }
afterEach(() => moveClock('0'))

test('a first passkey needs no cool-down, and nobody is warned of it', async () => {
  const { psuId, passkey } = await givenCustomer()
  expect(await coolsUntilOf(passkey.credentialId)).toBeNull()
  expect(await toldOf(psuId)).toEqual([])
})

test('by a code for who has a passkey already, a day long nothing changes what opens the bank or who is told', async () => {
  const { psuId, passkey: own } = await givenCustomer()
  const passkey = await activate(await givenCode(psuId))
  expect(await signIn(passkey)).toMatchObject({ psuId })
  const sessionId = await givenSession(psuId, passkey.credentialId)
  const common = { psuId, sessionId, requestId: null, now: await now() }
  await expect(startEnrolment(common)).rejects.toMatchObject(COOLING)
  const { sealed } = await draftRecoveryCodes(common)
  await expect(keepRecoveryCodes({ ...common, sealed })).rejects.toMatchObject(COOLING)
  const before = await findNoticeSettings(psuId)
  const silence = { psuId, topics: [], quiet: { from: 0, to: 23 } }
  await expect(changeNoticeSettings({ ...silence, sessionId })).rejects.toMatchObject(COOLING)
  expect(await findNoticeSettings(psuId)).toEqual(before)
  await changeNoticeSettings({ ...silence, sessionId: await givenSession(psuId, own.credentialId) })
  await moveClock('24 hours 1 minute')
  await changeNoticeSettings({ psuId, topics: ['access'], quiet: null, sessionId })
})

test('the customer is told once, with a link that ends it and leaves what they had', async () => {
  const { psuId, passkey: own } = await givenCustomer()
  const passkey = await activate(await givenCode(psuId))
  expect(await toldOf(psuId)).toEqual(['customer', 'security-log', 'staff'])
  await planAll()
  const rows = await database()
    .select({ kind: notices.kind })
    .from(notices)
    .where(and(eq(notices.psuId, psuId), eq(notices.kind, 'passkeyAdded')))
  // Of the first one.
  expect(rows).toHaveLength(1)
  const token = await objectionToken(passkey.credentialId)
  await objectByToken({ token, requestId: null, now: await now() })
  await expect(signIn(passkey)).rejects.toMatchObject({ code: 'sca_failed' })
  expect(await signIn(own)).toMatchObject({ psuId })
})

test('who has removed every passkey is no stranger: a new one cools all the same', async () => {
  const { psuId } = await givenCustomer()
  await database().delete(authenticators).where(eq(authenticators.psuId, psuId))
  const passkey = await activate(await givenCode(psuId))
  expect(await coolsUntilOf(passkey.credentialId)).not.toBeNull()
})

test('a sandbox may give a code that needs no cool-down', async () => {
  const { psuId } = await givenCustomer()
  const passkey = await activate(await givenCode(psuId, true))
  expect(await coolsUntilOf(passkey.credentialId)).toBeNull()
  expect(await toldOf(psuId)).toEqual([])
})

async function coolsUntilOf(credentialId: string): Promise<Date | null> {
  const [row] = await database()
    .select({ coolsUntil: authenticators.coolsUntil })
    .from(authenticators)
    .where(eq(authenticators.credentialId, credentialId))
  if (!row) throw new Error('There is no such passkey')
  return row.coolsUntil
}

async function toldOf(psuId: string): Promise<string[]> {
  const rows = await database()
    .select({ audience: outbox.audience })
    .from(outbox)
    .where(and(eq(outbox.psuId, psuId), eq(outbox.type, 'activation.reset')))
  return rows.map(({ audience }) => audience).sort()
}
