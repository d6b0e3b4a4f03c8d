import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { oauthRecords } from '@/db/schema/oauth-records'
import { outbox } from '@/db/schema/outbox'
import { asked, eventsOf, givenConsentLife, statusOf, TPP } from '@/e2e/fixtures/consent-life'
import { givenToken } from '@/e2e/fixtures/given-consent'
import { givenColleague } from '@/e2e/fixtures/given-staff'
import { findConsentEvents } from '@/lib/consent/find-consent-events'
import { findPermissions } from '@/lib/consent/find-permissions'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { openPermission } from './open-permission'
import { mayDo } from './roles'
import { findCallers, stopForCustomer } from './stop-for-customer'

const { psuId, stranger, approve } = await givenConsentLife()
const [operator, other] = [await givenColleague('operate'), await givenColleague('operate')]

async function given() {
  const { consentId } = await asked()
  return { consentId, ...(await approve(consentId)) }
}
const open = (consentId: string) =>
  openPermission({ consentId, staffId: operator, reason: 'Called us', requestId: null, now: new Date() })
const stop = (consentId: string, change: Partial<Parameters<typeof stopForCustomer>[0]> = {}) =>
  stopForCustomer({
    consentId,
    psuId,
    staffId: operator,
    channel: 'phone',
    identity: 'Called back on the number we have.',
    reason: 'No longer uses the app.',
    requestId: 'r',
    now: new Date(),
    ...change,
  })

test('only who operates may stop for a customer', () => {
  expect(
    ['read', 'operate', 'approve', 'audit'].map((role) => mayDo([role as 'read'], 'permissions.stop')),
  ).toEqual([false, true, false, false])
})

test('nobody stops what they have not opened, on a word that is not a holder’s, or what is not there', async () => {
  const { consentId } = await given()
  await expect(stop(consentId)).rejects.toMatchObject({ code: 'resource_unknown' })
  await open(consentId)
  await expect(stop(consentId, { staffId: other })).rejects.toMatchObject({ code: 'resource_unknown' })
  await expect(stop(consentId, { psuId: stranger })).rejects.toMatchObject({ code: 'consent_unknown' })
  await expect(stop(randomUUID())).rejects.toMatchObject({ code: 'resource_unknown' })
  expect(await statusOf(consentId)).toBe('valid')
})

test('a stop by staff is the same stop: status, tokens, third party; the customer is told and reads why', async () => {
  const { consentId, grantId } = await given()
  await givenToken({ grantId, certificateThumbprint: 'x' })
  await open(consentId)
  expect(await findCallers(consentId)).toEqual([{ psuId, name: 'Anna Andersen' }])
  const answers = await Promise.all(Array.from({ length: 4 }, () => stop(consentId)))
  expect(answers.filter(({ stoppedNow }) => stoppedNow)).toHaveLength(1)
  expect(await statusOf(consentId)).toBe('revokedByPsu')
  expect(await database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))).toEqual([])
  const told = await database()
    .select({ audience: outbox.audience })
    .from(outbox)
    .where(and(eq(outbox.consentId, consentId), eq(outbox.type, 'consent.revoked-by-staff')))
  expect(told.map(({ audience }) => audience).sort()).toEqual(['customer', 'staff', 'tpp'])
  const [event] = (await eventsOf(consentId)).filter(({ type }) => type === 'consent.revoked-by-staff')
  expect(event).toMatchObject({ actor: `staff:${operator}`, detail: {} })
  const [permission] = await findPermissions({ psuId, consentId, now: new Date() })
  expect(permission?.endedBy).toBe(psuId)
  const read = await findConsentEvents({ consentId, psuId, tppId: TPP, since: new Date(0) })
  expect(read.find(({ type }) => type === 'consent.revoked-by-staff')?.reason).toBe('No longer uses the app.')
})

test('what the customer has stopped meanwhile stays as they stopped it', async () => {
  const { consentId } = await given()
  await open(consentId)
  await revokeConsent({ consentId, psuId, requestId: null })
  expect(await stop(consentId)).toEqual({ stoppedNow: false })
  const types = (await eventsOf(consentId)).map(({ type }) => type)
  expect(types).not.toContain('consent.revoked-by-staff')
})
