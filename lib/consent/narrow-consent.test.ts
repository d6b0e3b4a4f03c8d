import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { closeHotPath } from '@/db/hot-path'
import { authorisations } from '@/db/schema/authorisations'
import { consentVersions } from '@/db/schema/consent-versions'
import { consents } from '@/db/schema/consents'
import { ledgerHolders } from '@/db/schema/ledger'
import { oauthRecords } from '@/db/schema/oauth-records'
import { outbox } from '@/db/schema/outbox'
import { asked, eventsOf, givenConsentLife, statusOf, TPP } from '@/e2e/fixtures/consent-life'
import { givenAccount, givenToken } from '@/e2e/fixtures/given-consent'
import { addDays, bankDay, endOfDay } from '@/lib/bank-day'
import { env } from '@/lib/env'
import { vaultKey } from '@/lib/vault/vault'
import type { ConsentRecord } from './consent-record'
import { hashRecord } from './consent-record'
import { dropAccount } from './drop-account'
import { findConsentOfTpp } from './find-consent-of-tpp'
import { findPermissions } from './find-permissions'
import { keyIdOf } from './open-access'
import { revokeConsent } from './revoke-consent'
import { shortenConsent } from './shorten-consent'

const { owner, psuId, stranger, accountId, approve } = await givenConsentLife()
const [second, third] = [await givenAccount({ psuId }), await givenAccount({ psuId })]
afterAll(() => closeHotPath())

const RIGHTS = { card: false, balances: true, transactions: true, ownerName: false }
const today = bankDay(new Date(), env.BANK_TIME_ZONE)

/** A live permission for these accounts. */
async function given(accountIds: string[], change: Parameters<typeof asked>[0] = {}) {
  const { consentId } = await asked(change)
  const { grantId } = await approve(consentId, {
    accounts: accountIds.map((id) => ({ accountId: id, ...RIGHTS })),
  })
  return { consentId, grantId }
}
const drop = (consentId: string, dropped: string, by = psuId) =>
  dropAccount({ consentId, psuId: by, accountId: dropped, requestId: 'r' })
const shorten = (consentId: string, until: string, by = psuId) =>
  shortenConsent({ consentId, psuId: by, until, requestId: 'r' })
const rowOf = async (consentId: string) =>
  (await database().select().from(consents).where(eq(consents.id, consentId)))[0]
const toldOf = async (consentId: string, type: string) =>
  (
    await database()
      .select({ audience: outbox.audience })
      .from(outbox)
      .where(and(eq(outbox.consentId, consentId), eq(outbox.type, type)))
  )
    .map(({ audience }) => audience)
    .sort()
const sharedOf = async (consentId: string) => {
  const [permission] = await findPermissions({ psuId, consentId, now: new Date() })
  return permission?.rights.map((rights) => rights.accountId).sort()
}

test("dropping from or shortening somebody else's permission is refused like one that does not exist", async () => {
  const { consentId } = await given([accountId, second])
  for (const id of [consentId, randomUUID()]) {
    await expect(drop(id, second, stranger)).rejects.toMatchObject({ code: 'consent_unknown' })
    await expect(shorten(id, today, stranger)).rejects.toMatchObject({ code: 'consent_unknown' })
  }
  expect(await sharedOf(consentId)).toEqual([accountId, second].sort())
})

test('an account that the permission never had is not there to be dropped', async () => {
  const { consentId } = await given([accountId, second])
  await expect(drop(consentId, third)).rejects.toMatchObject({ code: 'resource_unknown' })
})

test('what has ended, waits or is given only once is refused, and stays as it is', async () => {
  const { consentId } = await given([accountId, second])
  await revokeConsent({ consentId, psuId, requestId: null })
  await expect(drop(consentId, second)).rejects.toMatchObject({ code: 'status_invalid' })
  await expect(shorten(consentId, today)).rejects.toMatchObject({ code: 'status_invalid' })
  const once = await given([accountId, second], { recurring: false, frequencyPerDay: 1 })
  await expect(drop(once.consentId, second)).rejects.toMatchObject({ code: 'status_invalid' })
  await expect(shorten(once.consentId, today)).rejects.toMatchObject({ code: 'status_invalid' })
  const over = await given([accountId, second])
  await owner.query(`insert into sandbox_clock values (true, '200 days')`)
  await expect(drop(over.consentId, second)).rejects.toMatchObject({ code: 'status_invalid' })
  await owner.query('delete from sandbox_clock')
})

test('a dropped account is out of the next version, its record and what the third party is told; the rest stays', async () => {
  const { consentId, grantId } = await given([accountId, second])
  await givenToken({ grantId, certificateThumbprint: 'x' })
  const before = await rowOf(consentId)
  expect(await drop(consentId, second)).toBe('dropped')
  expect(await sharedOf(consentId)).toEqual([accountId])
  expect(await rowOf(consentId)).toEqual({ ...before, version: 2 })
  expect(await database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))).toHaveLength(
    1,
  )
  const own = await findConsentOfTpp({ consentId, tppId: TPP, now: new Date() })
  expect(own?.access.accounts).toHaveLength(1)
  const [version] = await database()
    .select()
    .from(consentVersions)
    .where(and(eq(consentVersions.consentId, consentId), eq(consentVersions.version, 2)))
  const key = await vaultKey(await keyIdOf(psuId))
  const record = version && key.open<ConsentRecord>('consent_versions.record', version.sealedRecord)
  expect(version).toMatchObject({ evidence: 'dashboard', psuId, authorisationId: null })
  expect(record && version?.nonce && hashRecord(version.nonce, record)).toEqual(version?.recordHash)
  expect(record?.accounts).toHaveLength(1)
  expect(record?.change).toMatchObject({ from: 1, dropped: [{ balances: true }] })
  const events = (await eventsOf(consentId)).filter(({ type }) => type === 'consent.account-dropped')
  expect(events.map(({ detail }) => detail)).toEqual([
    { accountId: second, accounts: 1, recordHash: version?.recordHash.toString('base64url'), version: 2 },
  ])
  expect(await toldOf(consentId, 'consent.account-dropped')).toEqual(['customer', 'tpp'])
})

test('dropping it again changes nothing and tells nobody', async () => {
  const { consentId } = await given([accountId, second])
  const answers = await Promise.all(Array.from({ length: 8 }, () => drop(consentId, second)))
  expect(answers.filter((answer) => answer === 'dropped')).toHaveLength(1)
  expect(new Set(answers)).toEqual(new Set(['dropped', 'unchanged']))
  expect((await rowOf(consentId))?.version).toBe(2)
  expect(await toldOf(consentId, 'consent.account-dropped')).toHaveLength(2)
})

test('the last account is a stop; two at once that take the last two are one drop and one stop', async () => {
  const one = await given([accountId])
  expect(await drop(one.consentId, accountId)).toBe('stopped')
  expect(await statusOf(one.consentId)).toBe('revokedByPsu')
  for (let round = 0; round < 5; round++) {
    const { consentId, grantId } = await given([accountId, second])
    await givenToken({ grantId, certificateThumbprint: 'x' })
    const answers = await Promise.all([drop(consentId, accountId), drop(consentId, second)])
    expect(answers.sort()).toEqual(['dropped', 'stopped'])
    expect(await statusOf(consentId)).toBe('revokedByPsu')
    expect(await database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))).toEqual([])
  }
})

test('of a permission for all accounts the third party is told which ones are left', async () => {
  const { consentId } = await given([accountId, second], { model: 'global' })
  await drop(consentId, second)
  const own = await findConsentOfTpp({ consentId, tppId: TPP, now: new Date() })
  expect(own?.model).toBe('bankOffered')
  expect(own?.access.accounts).toHaveLength(1)
})

test('an end can come earlier, never later and never in the past', async () => {
  const { consentId, grantId } = await given([accountId])
  const was = (await rowOf(consentId))?.validUntil ?? ''
  await expect(shorten(consentId, addDays(was, 1))).rejects.toMatchObject({ code: 'period_invalid' })
  await expect(shorten(consentId, addDays(today, -1))).rejects.toMatchObject({ code: 'period_invalid' })
  expect(await shorten(consentId, was)).toBe('unchanged')
  const key = await vaultKey(await keyIdOf(psuId))
  await database()
    .insert(oauthRecords)
    .values({
      model: 'Grant',
      id: Buffer.from(grantId),
      grantId,
      sealedPayload: key.seal('x', {}),
      expiresAt: endOfDay(was, env.BANK_TIME_ZONE),
    })
  const until = addDays(today, 9)
  const before = await rowOf(consentId)
  expect(await shorten(consentId, until)).toBe('shortened')
  const endsAt = endOfDay(until, env.BANK_TIME_ZONE)
  expect(await rowOf(consentId)).toEqual({ ...before, version: 2, validUntil: until, endsAt })
  const [grant] = await database().select().from(oauthRecords).where(eq(oauthRecords.grantId, grantId))
  expect(grant?.expiresAt).toEqual(endsAt)
  await expect(shorten(consentId, addDays(until, 1))).rejects.toMatchObject({ code: 'period_invalid' })
  expect(await shorten(consentId, until)).toBe('unchanged')
  expect(await toldOf(consentId, 'consent.shortened')).toEqual(['customer', 'tpp'])
  const jobs = await database().execute<{ run_at: string }>(
    sql`select run_at from graphile_worker.jobs where key = ${`consent.expire:${consentId}`}`,
  )
  expect(jobs.rows.map((job) => new Date(job.run_at))).toEqual([endsAt])
})

test('another holder who has allowed it may take back too, each under their own key, one after the other', async () => {
  const { consentId } = await given([accountId, second])
  const at = new Date()
  await database().insert(authorisations).values({
    id: randomUUID(),
    resourceKind: 'consent',
    resourceId: consentId,
    approach: 'redirect',
    scaStatus: 'finalised',
    psuId: stranger,
    createdAt: at,
    updatedAt: at,
  })
  const holds = (id: string) => ({ accountId: id, psuId: stranger, alone: true })
  await database().insert(ledgerHolders).values([accountId, second].map(holds))
  expect(await drop(consentId, second, stranger)).toBe('dropped')
  expect(await shorten(consentId, addDays(today, 5))).toBe('shortened')
  const versions = await database()
    .select()
    .from(consentVersions)
    .where(and(eq(consentVersions.consentId, consentId), eq(consentVersions.evidence, 'dashboard')))
    .orderBy(consentVersions.version)
  expect(versions.map((version) => version.psuId)).toEqual([stranger, psuId])
  const records = await Promise.all(
    versions.map(async (version) => {
      const key = await vaultKey(await keyIdOf(version.psuId ?? ''))
      return key.open<ConsentRecord>('consent_versions.record', version.sealedRecord)
    }),
  )
  expect(records.map(({ accounts, change }) => [accounts.length, change?.from])).toEqual([
    [1, 1],
    [1, 2],
  ])
})

test('several changes at once all hold', async () => {
  const { consentId } = await given([accountId, second, third])
  await Promise.all([
    drop(consentId, second),
    drop(consentId, third),
    shorten(consentId, addDays(today, 20)).catch(() => null),
    shorten(consentId, addDays(today, 10)).catch(() => null),
  ])
  const row = await rowOf(consentId)
  expect(await sharedOf(consentId)).toEqual([accountId])
  expect(row?.validUntil).toBe(addDays(today, 10))
})
