import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consentVersions } from '@/db/schema/consent-versions'
import { oauthRecords } from '@/db/schema/oauth-records'
import { psus } from '@/db/schema/psus'
import { asked, eventsOf, givenConsentLife, OTHER, statusOf, TPP } from '@/e2e/fixtures/consent-life'
import { givenAccount, givenToken } from '@/e2e/fixtures/given-consent'
import { now } from '@/lib/clock'
import { matchNamedAccounts } from './choose-accounts'
import { findConsentOfTpp } from './find-consent-of-tpp'
import { findConsentRequest } from './find-consent-request'
import { isConsentOpenFor } from './is-consent-open'
import { refuseConsent } from './refuse-consent'
import { terminateConsent } from './terminate-consent'

const { psuId, stranger, approve } = await givenConsentLife()

test('what cannot be allowed any more is not taken into the books', async () => {
  await expect(asked({ validUntil: '2020-01-01' })).rejects.toMatchObject({
    code: 'format_error',
    path: 'validUntil',
  })
  await expect(asked({ frequencyPerDay: 0 })).rejects.toMatchObject({ code: 'format_error' })
})

test("too long and too often are shortened to the bank's measure, and the third party reads the shortened", async () => {
  const { consentId, validUntil } = await asked({ frequencyPerDay: 99 })
  expect(validUntil < '2099').toBe(true)
  const own = await findConsentOfTpp({ consentId, tppId: TPP, now: await now() })
  expect(own).toMatchObject({ status: 'received', frequencyPerDay: 4, validUntil })
})

test("another third party's consent reads like one that does not exist, and cannot be asked for or ended", async () => {
  const { consentId } = await asked()
  expect(await findConsentOfTpp({ consentId, tppId: OTHER, now: await now() })).toBeNull()
  expect(await isConsentOpenFor({ consentId, tppId: OTHER, clientId: OTHER })).toBe(false)
  for (const id of [consentId, randomUUID()])
    await expect(terminateConsent({ consentId: id, tppId: OTHER, requestId: null })).rejects.toMatchObject({
      code: 'consent_unknown',
    })
  expect(await statusOf(consentId)).toBe('received')
})

test('an approval leaves everything or nothing', async () => {
  const { consentId, authorisationId } = await asked()
  const failing = approve(consentId, { alongside: () => Promise.reject(new Error('the door fell')) })
  await expect(failing).rejects.toThrow('the door fell')
  expect(await statusOf(consentId)).toBe('received')
  expect(
    await database().select().from(consentVersions).where(eq(consentVersions.consentId, consentId)),
  ).toEqual([])
  expect((await eventsOf(consentId)).map(({ type }) => type)).toEqual(['consent.received'])
  const [authorisation] = await database()
    .select()
    .from(authorisations)
    .where(eq(authorisations.id, authorisationId))
  expect(authorisation?.scaStatus).toBe('received')
})

test('of twenty approvals and refusals at the same time one decides', async () => {
  const { consentId } = await asked()
  const answers = Array.from({ length: 20 }, (_, index) =>
    index % 2
      ? approve(consentId)
      : refuseConsent({
          consentId,
          tppId: TPP,
          psuId: null,
          requestId: null,
          alongside: async () => undefined,
        }),
  )
  const settled = await Promise.allSettled(answers)
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const answer of settled)
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'already_decided' })
  const decided = (await eventsOf(consentId)).filter(({ type }) => /^consent\.(?!received)/.test(type))
  expect(decided).toHaveLength(1)
})

test('the hash of what was shown is in the version and in the trail', async () => {
  const { consentId } = await asked()
  await approve(consentId)
  const [version] = await database()
    .select()
    .from(consentVersions)
    .where(eq(consentVersions.consentId, consentId))
  const approved = (await eventsOf(consentId)).find(({ type }) => type === 'consent.approved')
  expect(approved?.detail.recordHash).toBe(version?.recordHash.toString('base64url'))
})

test('a new recurring consent ends the older one of the same third party when it becomes valid, not before', async () => {
  const older = await asked()
  const { grantId } = await approve(older.consentId)
  await givenToken({ grantId, certificateThumbprint: 'x' })
  const newer = await asked()
  expect(await statusOf(older.consentId)).toBe('valid')
  await approve(newer.consentId)
  expect(await statusOf(older.consentId)).toBe('expired')
  expect(await database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))).toEqual([])
  expect((await eventsOf(older.consentId)).at(-1)?.type).toBe('consent.replaced')
})

test('of two recurring consents that are approved at once one lives', async () => {
  for (let round = 0; round < 5; round++) {
    const [one, other] = [await asked(), await asked()]
    await Promise.all([approve(one.consentId), approve(other.consentId)])
    expect([await statusOf(one.consentId), await statusOf(other.consentId)].sort()).toEqual([
      'expired',
      'valid',
    ])
  }
})

test('a customer whom the bank has blocked meanwhile decides nothing', async () => {
  const { consentId } = await asked()
  await database().update(psus).set({ status: 'blocked' }).where(eq(psus.id, psuId))
  await expect(approve(consentId)).rejects.toMatchObject({ code: 'psu_blocked' })
  await database().update(psus).set({ status: 'active' }).where(eq(psus.id, psuId))
  expect(await statusOf(consentId)).toBe('received')
})

test('an account named with and without its currency is one account with both rights', async () => {
  const iban = 'DK5000400440116243'
  const owned = await givenAccount({ psuId, iban })
  const named = {
    accounts: [{ iban }],
    balances: [{ iban, currency: 'DKK' }],
    transactions: [{ iban }],
    ownerName: [],
  }
  const { consentId } = await asked({ model: 'detailed', access: named })
  const request = await findConsentRequest({ consentId, tppId: TPP, now: await now() })
  if (!request) throw new Error('no such request')
  const { accounts } = await matchNamedAccounts({ request, psuId })
  expect(accounts).toEqual([
    { accountId: owned, card: false, balances: true, transactions: true, ownerName: false },
  ])
  await expect(matchNamedAccounts({ request, psuId: stranger })).rejects.toMatchObject({
    code: 'accounts_not_allowed',
  })
})
