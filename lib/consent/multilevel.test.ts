import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consentVersions } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { oauthRecords } from '@/db/schema/oauth-records'
import { psus } from '@/db/schema/psus'
import { coApprove as coApproveAs, waitingFor } from '@/e2e/fixtures/co-approve'
import { asked, eventsOf, givenConsentLife, statusOf, TPP } from '@/e2e/fixtures/consent-life'
import { givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { now } from '@/lib/clock'
import { findConsentEvents } from './find-consent-events'
import { findConsentOfTpp } from './find-consent-of-tpp'
import { findPermissions } from './find-permissions'
import { lapseConsent } from './lapse-consent'
import { refuseConsent } from './refuse-consent'
import { revokeConsent } from './revoke-consent'

// Berlin Group 1.3, multilevel SCA: two people where the mandate wants two, and only there.

const { psuId: first, stranger, approve } = await givenConsentLife()
let second: string
let third: string
let together: string

beforeAll(async () => {
  ;[second, third] = [await givenPsu('Sam'), await givenPsu('Tove')]
  const holders = [first, second, third].map((psuId) => ({ psuId, alone: false }))
  together = await givenPaymentAccount({ psuId: first, holders })
})

const approveFirst = async () => {
  const { consentId, authorisationId } = await asked()
  const rights = { balances: true, transactions: true, ownerName: false }
  const { grantId } = await approve(consentId, {
    accounts: [{ accountId: together, card: false, ...rights }],
  })
  return { consentId, authorisationId, grantId }
}
/** A page of the second holder's, whoever then signs there. */
const coApprove = (consentId: string, psuId: string, seen = second) => coApproveAs(consentId, psuId, seen)
const seenBy = async (psuId: string, consentId: string) => {
  const [permission] = await findPermissions({ psuId, consentId, now: await now() })
  return permission
}
const decidedAs = async (psuId: string, consentId: string) =>
  (await findConsentEvents({ consentId, psuId, tppId: TPP, since: new Date(0) }))
    .filter(({ type }) => type !== 'authorisation.changed')
    .map(({ type, otherHolder }) => [type, otherHolder])
const refuse = (consentId: string, psuId: string) =>
  refuseConsent({ consentId, tppId: TPP, psuId, requestId: null, alongside: async () => undefined })

describe('refused', () => {
  test('the same person, however often they sign, counts once', async () => {
    const { consentId } = await approveFirst()
    expect(await waitingFor(consentId, first)).toBeNull()
    await expect(coApprove(consentId, first)).rejects.toMatchObject({ code: 'already_decided' })
    expect(await statusOf(consentId)).toBe('partiallyAuthorised')
  })

  test('and the books themselves hold no second finished authorisation of one person', async () => {
    const { consentId } = await approveFirst()
    const [finished] = await database()
      .select()
      .from(authorisations)
      .where(and(eq(authorisations.resourceId, consentId), eq(authorisations.scaStatus, 'finalised')))
    if (!finished) throw new Error('nobody finished')
    await expect(
      database()
        .insert(authorisations)
        .values({ ...finished, id: randomUUID() }),
    ).rejects.toMatchObject({ cause: { constraint: 'authorisations_once_per_person' } })
  })

  test('somebody who does not hold the account is not asked and cannot complete it', async () => {
    const { consentId } = await approveFirst()
    expect(await waitingFor(consentId, stranger)).toBeNull()
    await expect(coApprove(consentId, stranger)).rejects.toMatchObject({ code: 'already_decided' })
  })

  test('after the time for it, the second word changes nothing, and the consent is rejected', async () => {
    const { consentId, grantId } = await approveFirst()
    await givenToken({ grantId, certificateThumbprint: 'x' })
    const late = await waitingFor(consentId, second)
    await database()
      .update(consents)
      .set({ decideBy: new Date(Date.now() - 1_000) })
      .where(eq(consents.id, consentId))
    expect(late).not.toBeNull()
    expect(await waitingFor(consentId, second)).toBeNull()
    const own = await findConsentOfTpp({ consentId, tppId: TPP, now: await now() })
    expect(own?.status).toBe('rejected')
    await lapseConsent({ consentId })
    await lapseConsent({ consentId })
    expect(await statusOf(consentId)).toBe('rejected')
    expect((await eventsOf(consentId)).filter(({ type }) => type === 'consent.lapsed')).toHaveLength(1)
    expect(await database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))).toEqual([])
  })

  test('a job that runs early lapses nothing', async () => {
    const { consentId } = await approveFirst()
    await lapseConsent({ consentId })
    expect(await statusOf(consentId)).toBe('partiallyAuthorised')
  })

  test('a second holder whom the bank has blocked decides nothing', async () => {
    const { consentId } = await approveFirst()
    await database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, second))
    await expect(coApprove(consentId, second)).rejects.toMatchObject({ code: 'psu_blocked' })
    await database().update(psus).set({ status: 'active' }).where(eq(psus.id, second))
  })

  test('one no is a no: the consent is rejected, no token is left, and the chosen account was never named', async () => {
    const { consentId, grantId } = await approveFirst()
    await givenToken({ grantId, certificateThumbprint: 'x' })
    const named = async () =>
      (await findConsentOfTpp({ consentId, tppId: TPP, now: await now() }))?.access.accounts
    expect(await named()).toEqual([])
    await refuse(consentId, second)
    expect(await named()).toEqual([])
    expect(await statusOf(consentId)).toBe('rejected')
    expect(await database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))).toEqual([])
    await expect(coApprove(consentId, third, third)).rejects.toThrow('nobody waits')
  })
})

test('where each holder may act alone one word is enough', async () => {
  const { consentId } = await asked()
  await approve(consentId)
  expect(await statusOf(consentId)).toBe('valid')
})

test('the first word makes it partiallyAuthorised, the second valid; each with a record and a hash of their own', async () => {
  const { consentId } = await approveFirst()
  expect(await statusOf(consentId)).toBe('partiallyAuthorised')
  const waiting = await waitingFor(consentId, second)
  expect(waiting).toMatchObject({ given: [first], accountIds: [together] })
  expect(await coApprove(consentId, second)).toBe('valid')
  expect(await statusOf(consentId)).toBe('valid')
  const shown = await database()
    .select({ hash: consentVersions.recordHash, psuId: authorisations.psuId })
    .from(consentVersions)
    .innerJoin(authorisations, eq(authorisations.id, consentVersions.authorisationId))
    .where(eq(consentVersions.consentId, consentId))
    .orderBy(consentVersions.version)
  expect(shown.map(({ psuId }) => psuId)).toEqual([first, second])
  expect(shown[0]?.hash.equals(shown[1]?.hash ?? Buffer.alloc(0))).toBe(false)
  const own = await findConsentOfTpp({ consentId, tppId: TPP, now: await now() })
  expect(own?.access.balances).toHaveLength(1)
})

test('of several holders who answer at once exactly two count, and whoever is not needed any more fails', async () => {
  const { consentId } = await approveFirst()
  const answers = await Promise.allSettled([
    coApprove(consentId, second),
    coApprove(consentId, third, third),
    coApprove(consentId, second),
  ])
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const rows = await database().select().from(authorisations).where(eq(authorisations.resourceId, consentId))
  expect(rows.map(({ scaStatus }) => scaStatus).sort()).toEqual(['failed', 'finalised', 'finalised'])
})

test('both see it on their dashboards, and each may stop it', async () => {
  const { consentId } = await approveFirst()
  const read = async (psuId: string) => {
    const permission = await seenBy(psuId, consentId)
    return permission && [permission.state, permission.waitingFor]
  }
  expect(await read(second)).toEqual(['waiting', [second, third].sort()])
  expect(await read(first)).toEqual(['waiting', [second, third].sort()])
  expect(await read(stranger)).toBeUndefined()
  await coApprove(consentId, second)
  expect(await read(second)).toEqual(['active', []])
  expect(await read(third)).toBeUndefined()
  await expect(revokeConsent({ consentId, psuId: third, requestId: null })).rejects.toMatchObject({
    code: 'consent_unknown',
  })
  expect(await revokeConsent({ consentId, psuId: second, requestId: null })).toEqual({ stoppedNow: true })
  expect(await statusOf(consentId)).toBe('revokedByPsu')
  for (const psuId of [first, second])
    expect(await seenBy(psuId, consentId)).toMatchObject({ state: 'stopped-by-holder', endedBy: second })
  expect(await decidedAs(first, consentId)).toEqual([
    ['consent.revoked', second],
    ['consent.approved', second],
    ['consent.partially-approved', null],
  ])
})

test('whoever said no finds it among what has ended, and so does the first holder, with whose word it was', async () => {
  const { consentId } = await approveFirst()
  await refuse(consentId, second)
  for (const psuId of [first, second])
    expect(await seenBy(psuId, consentId)).toMatchObject({ state: 'refused', endedBy: second })
  expect(await decidedAs(second, consentId)).toContainEqual(['consent.refused', null])
  expect(await decidedAs(first, consentId)).toContainEqual(['consent.refused', second])
  // Who was asked and never answered learns nothing of how it ended.
  expect(await seenBy(third, consentId)).toBeUndefined()
  expect((await decidedAs(third, consentId)).map(([type]) => type)).not.toContain('consent.refused')
  expect(await seenBy(stranger, consentId)).toBeUndefined()
  expect(await decidedAs(stranger, consentId)).toEqual([])
})

test('what nobody answered in time was refused by nobody', async () => {
  const { consentId } = await approveFirst()
  const over = { decideBy: new Date(Date.now() - 1_000) }
  await database().update(consents).set(over).where(eq(consents.id, consentId))
  await lapseConsent({ consentId })
  expect(await seenBy(first, consentId)).toMatchObject({ state: 'refused', endedBy: null })
  expect(await seenBy(second, consentId)).toBeUndefined()
})
