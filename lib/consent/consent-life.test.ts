import { randomBytes, randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { auditEvents } from '@/db/schema/audit'
import { authorisations } from '@/db/schema/authorisations'
import { consentVersions } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { oauthRecords } from '@/db/schema/oauth-records'
import { outbox } from '@/db/schema/outbox'
import { givenAccount, givenPsu, givenToken, givenTpp } from '@/e2e/fixtures/given-consent'
import { now } from '@/lib/clock'
import { approveConsent } from './approve-consent'
import type { ConsentRequest } from './consent'
import { hashRecord } from './consent-record'
import { createConsent } from './create-consent'
import { expireConsent } from './expire-consent'
import { findConsentOfTpp } from './find-consent-of-tpp'
import { findConsentRequest } from './find-consent-request'
import { findPermissions } from './find-permissions'
import { isConsentOpenFor } from './is-consent-open'
import { recordOfRequest } from './record-of-request'
import { refuseConsent } from './refuse-consent'
import { revokeConsent } from './revoke-consent'
import { terminateConsent } from './terminate-consent'

const TPP = 'PSDNL-DNB-7'
const OTHER = 'PSDNL-DNB-8'
const owner = new Client(process.env.DATABASE_OWNER_URL)
let psuId: string
let stranger: string
let accountId: string

const OFFERED: ConsentRequest = {
  model: 'bankOffered',
  access: { accounts: [], balances: [], transactions: [] },
  offered: { balances: true, transactions: true },
  recurring: true,
  frequencyPerDay: 4,
  validUntil: '2099-12-31',
}

beforeAll(async () => {
  await owner.connect()
  await Promise.all([givenTpp(TPP), givenTpp(OTHER)])
  await givenApplication()
  psuId = await givenPsu()
  stranger = await givenPsu()
  accountId = await givenAccount({ psuId })
})
afterAll(() => owner.end())

async function givenApplication() {
  const at = await now()
  await database().insert(applications).values({
    clientId: TPP,
    tppId: TPP,
    brand: 'Example',
    redirectUris: [],
    authenticationMethod: 'private_key_jwt',
    fapiProfile: 'fapi2-security-profile',
    rotatesRefreshTokens: 'no',
    purposes: [],
    createdAt: at,
    updatedAt: at,
  })
}

async function asked(change: Partial<ConsentRequest> = {}) {
  const request = { ...OFFERED, ...change }
  return createConsent({
    tppId: TPP,
    clientId: TPP,
    request,
    purpose: 'Budget',
    requestId: null,
    now: await now(),
  })
}

async function approve(consentId: string, change: Partial<Parameters<typeof approveConsent>[0]> = {}) {
  const request = await findConsentRequest({ consentId, tppId: TPP, now: await now() })
  if (!request) throw new Error('no such request')
  const accounts = [{ iban: 'DK5000400440116243', currency: 'EUR', balances: true, transactions: true }]
  const record = recordOfRequest({ request, accounts, bank: 'Nordhavn Bank', locale: 'en' })
  const nonce = randomBytes(32)
  const grantId = randomUUID()
  await approveConsent({
    consentId,
    tppId: TPP,
    psuId,
    grantId,
    accounts: [{ accountId, balances: true, transactions: true }],
    record,
    recordHash: hashRecord(nonce, record),
    nonce,
    evidence: 'signed',
    credentialId: 'passkey',
    assertion: { id: 'passkey' },
    interactionUid: randomUUID(),
    requestId: null,
    alongside: async () => undefined,
    ...change,
  })
  return { grantId }
}

const statusOf = async (consentId: string) => {
  const [row] = await database().select().from(consents).where(eq(consents.id, consentId))
  return row?.status
}

const eventsOf = (consentId: string) =>
  database().select().from(auditEvents).where(eq(auditEvents.consentId, consentId)).orderBy(auditEvents.at)

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
  expect((await eventsOf(consentId)).filter(({ type }) => type !== 'consent.received')).toHaveLength(1)
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

test("stopping somebody else's permission is refused like one that does not exist, and stops nothing", async () => {
  const { consentId } = await asked()
  await approve(consentId)
  await expect(revokeConsent({ consentId, psuId: stranger, requestId: null })).rejects.toMatchObject({
    code: 'consent_unknown',
  })
  await expect(revokeConsent({ consentId: randomUUID(), psuId, requestId: null })).rejects.toMatchObject({
    code: 'consent_unknown',
  })
  expect(await statusOf(consentId)).toBe('valid')
})

test('stopping ends status and tokens at once, is recorded once, and told to customer and third party', async () => {
  const { consentId } = await asked()
  const { grantId } = await approve(consentId)
  await givenToken({ grantId, certificateThumbprint: 'x' })
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => revokeConsent({ consentId, psuId, requestId: 'r' })),
  )
  expect(answers.filter(({ stoppedNow }) => stoppedNow)).toHaveLength(1)
  expect(await statusOf(consentId)).toBe('revokedByPsu')
  expect(await database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))).toEqual([])
  expect((await eventsOf(consentId)).filter(({ type }) => type === 'consent.revoked')).toHaveLength(1)
  const told = await database()
    .select({ audience: outbox.audience })
    .from(outbox)
    .where(and(eq(outbox.consentId, consentId), eq(outbox.type, 'consent.revoked')))
  expect(told.map(({ audience }) => audience).sort()).toEqual(['customer', 'tpp'])
})

test('what has ended stays ended', async () => {
  const { consentId } = await asked()
  await approve(consentId)
  await revokeConsent({ consentId, psuId, requestId: null })
  expect(await terminateConsent({ consentId, tppId: TPP, requestId: null })).toBe('already-final')
  await expect(approve(consentId)).rejects.toMatchObject({ code: 'already_decided' })
  expect(await statusOf(consentId)).toBe('revokedByPsu')
})

test('past its end a consent is expired for every reader before any job has said so', async () => {
  const { consentId } = await asked()
  await approve(consentId)
  await owner.query(`insert into sandbox_clock values (true, '181 days')`)
  const [permission] = await findPermissions({ psuId, consentId, now: await now() })
  const own = await findConsentOfTpp({ consentId, tppId: TPP, now: await now() })
  const stopped = await revokeConsent({ consentId, psuId, requestId: null })
  await expireConsent({ consentId })
  await owner.query('delete from sandbox_clock')
  expect(permission?.status).toBe('expired')
  expect(own?.status).toBe('expired')
  expect(stopped).toEqual({ stoppedNow: false })
  expect(await statusOf(consentId)).toBe('expired')
})
