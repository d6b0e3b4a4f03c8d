import { randomBytes, randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consentVersions } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { oauthRecords } from '@/db/schema/oauth-records'
import { psus } from '@/db/schema/psus'
import { asked, eventsOf, givenConsentLife, statusOf, TPP } from '@/e2e/fixtures/consent-life'
import { givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { now } from '@/lib/clock'
import { coApproveConsent } from './co-approve-consent'
import { hashRecord } from './consent-record'
import { findConsentOfTpp } from './find-consent-of-tpp'
import { findPermissions } from './find-permissions'
import { findWaitingConsent } from './find-waiting-consent'
import { lapseConsent } from './lapse-consent'
import { recordOfRequest } from './record-of-request'
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
const waitingFor = async (consentId: string, psuId: string) =>
  findWaitingConsent({ consentId, psuId, now: await now() })

async function coApprove(consentId: string, psuId: string, seen = second) {
  const waiting = await waitingFor(consentId, seen)
  if (!waiting) throw new Error('nobody waits')
  const record = recordOfRequest({
    request: waiting.request,
    accounts: waiting.recorded,
    bank: 'Nordhavn Bank',
    locale: 'en',
  })
  const nonce = randomBytes(32)
  return coApproveConsent({
    waiting,
    psuId,
    record,
    recordHash: hashRecord(nonce, record),
    nonce,
    evidence: 'signed',
    credentialId: 'other passkey',
    assertion: { id: 'other passkey' },
    requestId: null,
  })
}

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

  test('one no is a no: the consent is rejected, and no token is left', async () => {
    const { consentId, grantId } = await approveFirst()
    await givenToken({ grantId, certificateThumbprint: 'x' })
    await refuseConsent({
      consentId,
      tppId: TPP,
      psuId: second,
      requestId: null,
      alongside: async () => undefined,
    })
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
  const seenBy = async (psuId: string) => {
    const [permission] = await findPermissions({ psuId, consentId, now: await now() })
    return permission && [permission.state, permission.waitingFor]
  }
  expect(await seenBy(second)).toEqual(['waiting', [second, third].sort()])
  expect(await seenBy(first)).toEqual(['waiting', [second, third].sort()])
  expect(await seenBy(stranger)).toBeUndefined()
  await coApprove(consentId, second)
  expect(await seenBy(second)).toEqual(['active', []])
  expect(await seenBy(third)).toBeUndefined()
  await expect(revokeConsent({ consentId, psuId: third, requestId: null })).rejects.toMatchObject({
    code: 'consent_unknown',
  })
  expect(await revokeConsent({ consentId, psuId: second, requestId: null })).toEqual({ stoppedNow: true })
  expect(await statusOf(consentId)).toBe('revokedByPsu')
})
