import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { refusedCalls } from '@/db/schema/refused-calls'
import { revocationAnswers } from '@/db/schema/revocation-answers'
import { tppCertificates, tpps } from '@/db/schema/tpps'
import { givenApplication, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { recordAccess } from '@/lib/audit/record-access'
import { now as currentTime } from '@/lib/clock'
import { takeRefusedCalls } from '@/lib/tpp/refused-calls'
import { findPermissions } from './find-permissions'

// Issue 4, the customer's line: a third party whose certificates were withdrawn cannot look, and its customers are told so.

const DAY_MILLIS = 86_400_000
const REVOKED_AT = new Date(Date.now() - 2 * DAY_MILLIS)
let psuId: string
let tppId: string
let consentId: string

beforeAll(async () => {
  psuId = await givenPsu()
})

beforeEach(async () => {
  takeRefusedCalls()
  tppId = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  await givenApplication(tppId, 'Saldo')
  ;({ consentId } = await givenConsent({ tppId, psuId, accounts: [] }))
})

async function givenCertificate({ daysLeft = 100 } = {}) {
  const one = { thumbprint: randomUUID(), serial: randomUUID(), issuerKey: 'the issuing CA' }
  const notAfter = new Date(Date.now() + daysLeft * DAY_MILLIS)
  const further = { issuer: 'CN=x', roles: ['PSP_AI'], der: Buffer.from('x'), firstSeenAt: new Date() }
  await database()
    .insert(tppCertificates)
    .values({ ...one, tppId, notBefore: REVOKED_AT, notAfter, ...further })
  return one
}

async function answered(
  { serial, issuerKey }: { serial: string; issuerKey: string },
  status: 'good' | 'revoked' | 'unknown',
) {
  const at = new Date()
  const told = { status, via: 'ocsp', source: 'x', thisUpdate: at, nextUpdate: at, fetchedAt: at } as const
  const revokedAt = status === 'revoked' ? REVOKED_AT : null
  const row = { issuer: issuerKey, serial, ...told, revokedAt, certificateEndsAt: at }
  const target = [revocationAnswers.issuer, revocationAnswers.serial]
  await database().insert(revocationAnswers).values(row).onConflictDoUpdate({ target, set: row })
}

async function refused(thumbprint: string, reason: string) {
  const at = sql`placet_now()`
  const last = { method: 'GET', route: '/v1/accounts', status: 401, code: 'CERTIFICATE_REVOKED' }
  await database()
    .insert(refusedCalls)
    .values({ thumbprint, reason, minute: at, lastAt: at, tppId, count: 1, ...last })
}

const served = (status = 200) =>
  recordAccess({
    callId: randomUUID(),
    tppId,
    certificateThumbprint: null,
    consentId: null,
    psuId: null,
    accountId: null,
    method: 'GET',
    route: '/v1/consents/{consentId}',
    status,
    code: null,
    psuPresent: false,
    requestId: null,
    sealedPsuAddress: null,
    items: null,
  })

async function seen() {
  const [permission] = await findPermissions({ psuId, consentId, now: await currentTime() })
  if (!permission) throw new Error('There is no such permission')
  return permission
}

test('nothing is said where no certificate was ever seen, nor where one merely ended', async () => {
  expect(await seen()).toMatchObject({ state: 'active', withdrawnAt: null })
  await givenCertificate({ daysLeft: -1 })
  expect((await seen()).state).toBe('active')
})

test('nor while another certificate is good, or nobody says', async () => {
  const [one, other] = [await givenCertificate(), await givenCertificate()]
  await answered(one, 'revoked')
  await refused(one.thumbprint, 'REVOKED')
  expect((await seen()).state).toBe('active')
  await answered(other, 'unknown')
  await refused(other.thumbprint, 'REVOCATION_UNKNOWN')
  expect((await seen()).state).toBe('active')
})

test('nor by an answer about another CA’s certificate of the same serial, or a call of somebody else', async () => {
  const own = await givenCertificate()
  await answered({ ...own, issuerKey: 'another CA' }, 'revoked')
  await refused(randomUUID(), 'REVOKED')
  expect((await seen()).state).toBe('active')
})

test('each known certificate is revoked: since when, as its source says, until a new one is known', async () => {
  const [one, other] = [await givenCertificate(), await givenCertificate()]
  await givenCertificate({ daysLeft: -10 })
  await answered(one, 'revoked')
  await answered(other, 'revoked')
  expect(await seen()).toMatchObject({ state: 'shut-out', withdrawnAt: REVOKED_AT })
  await givenCertificate()
  expect(await seen()).toMatchObject({ state: 'active', withdrawnAt: null })
})

test('a hold that its source takes back is over', async () => {
  const own = await givenCertificate()
  await answered(own, 'revoked')
  expect((await seen()).state).toBe('shut-out')
  await answered(own, 'good')
  expect((await seen()).state).toBe('active')
})

test.each(['REVOKED', 'ISSUER_REVOKED'])(
  'its last call was refused (%s), whoever said so: until one is not refused for its certificate',
  async (reason) => {
    const own = await givenCertificate()
    await served()
    await refused(own.thumbprint, reason)
    expect((await seen()).state).toBe('shut-out')
    await served(403)
    expect((await seen()).state).toBe('active')
  },
)

test('the bank’s own pause goes first, and what is over stays over', async () => {
  await answered(await givenCertificate(), 'revoked')
  await database().update(tpps).set({ status: 'paused', pausedAt: new Date() }).where(eq(tpps.id, tppId))
  expect((await seen()).state).toBe('paused')
  await database().update(tpps).set({ status: 'active', pausedAt: null }).where(eq(tpps.id, tppId))
  await database().execute(sql`update consents set ends_at = placet_now() where id = ${consentId}`)
  expect((await seen()).state).toBe('expired')
})
