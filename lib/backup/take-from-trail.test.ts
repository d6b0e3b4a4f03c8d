import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeDatabases, database } from '@/db/connection'
import { closeHotPath } from '@/db/hot-path'
import { authenticators } from '@/db/schema/authenticators'
import { consents } from '@/db/schema/consents'
import { holds } from '@/db/schema/holds'
import { psus } from '@/db/schema/psus'
import { recoveryCodes } from '@/db/schema/recovery-codes'
import { tpps } from '@/db/schema/tpps'
import { codeOf, givenUse } from '@/e2e/fixtures/consent-in-use'
import { emptyDatabase } from '@/e2e/fixtures/empty-database'
import { givenApplication, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { waitingForLocks } from '@/e2e/fixtures/waiting-for-locks'
import { recordEvent } from '@/lib/audit/record-event'
import { keyIdOf } from '@/lib/consent/open-access'
import { pauseByPsu } from '@/lib/consent/pause-by-psu'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { eraseAgain } from '@/lib/erasure/erase-again'
import { Refusal } from '@/lib/errors'
import { makeCheckpoint } from '@/lib/trail/make-checkpoint'
import { writeExport } from '@/lib/trail/write-export'
import { destroyKey, vaultKey } from '@/lib/vault/vault'
import { startWorker } from '@/lib/worker/start-worker'
import { backUp } from './back-up'
import { liftHolds } from './lift-holds'
import { restore } from './restore'
import { takeFromTrail } from './take-from-trail'

const TPP = 'PSDNL-DNB-TRAIL'
const PAUSED_TPP = 'PSDNL-DNB-PAUSED'
const BARE = { token: new Refusal('token_unknown'), bare: true }
const main = () => ({
  of: 'main' as const,
  ownerUrl: process.env.DATABASE_OWNER_URL ?? '',
  applicationUrl: process.env.DATABASE_URL ?? '',
})
let folder: string
let exported: string
let before: Awaited<ReturnType<typeof given>>
let trail: string[]

beforeAll(async () => {
  const place = await mkdtemp(join(tmpdir(), 'placet-trail-'))
  folder = join(place, 'backup')
  exported = join(place, 'export')
  before = await given()
  await (await startWorker()).stop()
  await makeCheckpoint()
  await backUp({ folder, ...main() })
  await afterTheBackup()
  await makeCheckpoint()
  await writeExport(exported)
  trail = await rowsOfTrail()
  await expect(takeFromTrail(exported)).rejects.toThrow('was not restored')
  await expect(liftHolds()).rejects.toThrow('was not restored')
  await emptyDatabase()
  await restore({ folder, ...main() })
})
afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }))

async function given() {
  for (const tppId of [TPP, PAUSED_TPP]) await givenTpp(tppId)
  await givenApplication(TPP, 'Trail')
  const [psuId, gone] = [await givenPsu(), await givenPsu('Gone Since')]
  const accounts = [{ accountId: randomUUID(), balances: true, transactions: false }]
  const use = () => givenUse({ tppId: TPP, psuId, accounts })
  for (const credentialId of ['lost-phone', 'kept-phone']) await givenPasskey(psuId, credentialId)
  await givenRecoveryCode(psuId)
  // Something that certainly was in the tree when the backup was taken.
  await database().transaction((tx) =>
    recordEvent(tx, {
      at: new Date(Date.now() - 2 * 3_600_000),
      type: 'psu.signed-in',
      actor: `psu:${psuId}`,
      subject: `psu:${psuId}`,
      psuId,
    }),
  )
  return {
    psuId,
    gone,
    goneKey: await keyIdOf(gone),
    kept: await use(),
    stopped: await use(),
    paused: await use(),
  }
}

/** What the backup knows nothing of. */
async function afterTheBackup(): Promise<void> {
  const { psuId, goneKey, kept, stopped, paused } = before
  await revokeConsent({ consentId: stopped.consentId, psuId, requestId: null })
  await pauseByPsu({ consentId: paused.consentId, psuId, requestId: null })
  expect(await codeOf(kept.use())).toBe('granted')
  const actor = { actor: `psu:${psuId}`, psuId } as const
  await database().transaction(async (tx) => {
    const removed = { type: 'authenticator.removed', subject: 'authenticator:lost-phone' } as const
    await recordEvent(tx, { ...actor, ...removed, at: new Date(), personal: { browser: 'Firefox' } })
    const remade = { type: 'recovery-codes.made', subject: `psu:${psuId}` } as const
    await recordEvent(tx, { ...actor, ...remade, at: new Date() })
    const counted = {
      type: 'tpp.paused',
      actor: 'system',
      subject: `tpp:${PAUSED_TPP}`,
      tppId: PAUSED_TPP,
    } as const
    await recordEvent(tx, { ...counted, at: new Date(), detail: { share: 1.5, words: 'a "b" \\ c' } })
  })
  await destroyKey(goneKey, 'erasure')
}

function givenPasskey(psuId: string, credentialId: string) {
  return database().transaction(async (tx) => {
    const [row] = await tx.select().from(psus).where(eq(psus.id, psuId))
    const key = await vaultKey(row?.keyId ?? '')
    await tx.insert(authenticators).values({
      credentialId,
      psuId,
      publicKey: Buffer.from('x'),
      counter: 0,
      transports: [],
      aaguid: '',
      synced: false,
      sealedName: key.seal('authenticators.name', credentialId),
      failures: 0,
      lockedForGood: false,
      createdAt: new Date(),
    })
  })
}

async function givenRecoveryCode(psuId: string): Promise<string> {
  const id = randomUUID()
  const bytes = Buffer.from('x')
  await database()
    .insert(recoveryCodes)
    .values({ id, psuId, setId: id, salt: bytes, codeHash: bytes, createdAt: new Date() })
  return id
}

async function rowsOfTrail(): Promise<string[]> {
  const { rows } = await database().execute<{ row: string }>(
    sql`select audit_text(e) as row from audit_events e union all select audit_text(a) from access_log a`,
  )
  return rows.map(({ row }) => row).toSorted()
}

/** The export with one change. */
async function bent(change: (text: string) => string): Promise<string> {
  const copy = `${exported}-${randomUUID()}`
  await cp(exported, copy, { recursive: true })
  const file = join(copy, 'trail.jsonl')
  await writeFile(file, change(await readFile(file, 'utf8')))
  return copy
}

test('without a trail everything stays fenced, and nothing is lifted', async () => {
  await expect(liftHolds()).rejects.toThrow('No trail was taken')
  for (const one of [before.kept, before.stopped, before.paused])
    expect(await codeOf(one.use(BARE))).not.toBe('granted')
})

test('a row that is not the one it was, or an export of something else, gives nothing at all', async () => {
  const fresh = await rowsOfTrail()
  const softer = await bent((text) => text.replace('consent.revoked', 'consent.looked-at'))
  await expect(takeFromTrail(softer)).rejects.toThrow('is not the one that its entry was made of')
  const other = await bent((text) => text.replaceAll(/"entry":"\w+/g, '"entry":"other'))
  await expect(takeFromTrail(other)).rejects.toThrow('not of the trail that was restored')
  await expect(takeFromTrail(await bent(() => ''))).rejects.toThrow('not of the trail that was restored')
  expect(await rowsOfTrail()).toEqual(fresh)
  await expect(liftHolds()).rejects.toThrow('No trail was taken')
})

test('whoever was erased since goes again by the stones, before anybody looks', async () => {
  const held = () => database().$count(psus, eq(psus.id, before.gone))
  expect(await held()).toBe(1)
  expect(await eraseAgain()).toBe(1)
  expect(await held()).toBe(0)
  expect(await eraseAgain()).toBe(0)
  const { rows } = await database().execute(
    sql`select 1 from erasure_cases where psu_id = ${before.gone} and done_at is not null and certificate is not null`,
  )
  expect(rows).toHaveLength(1)
})

test('what was taken away since is taken away again, and the trail has every row as it was', async () => {
  // The bank is open again, and the customer has made new codes already.
  const made = await givenRecoveryCode(before.psuId)
  const { taken } = await takeFromTrail(exported)
  expect(taken).toEqual({
    'consent.revoked': 1,
    'authenticator.removed': 1,
    'recovery-codes.made': 1,
    'tpp.paused': 1,
  })
  const codes = await database().select().from(recoveryCodes).where(eq(recoveryCodes.psuId, before.psuId))
  expect(codes.map(({ id }) => id)).toEqual([made])
  const [stopped] = await database().select().from(consents).where(eq(consents.id, before.stopped.consentId))
  expect(stopped).toMatchObject({ status: 'revokedByPsu', endedBy: before.psuId })
  const passkeys = await database()
    .select()
    .from(authenticators)
    .where(eq(authenticators.psuId, before.psuId))
  expect(passkeys.map(({ credentialId }) => credentialId)).toEqual(['kept-phone'])
  const [paused] = await database().select().from(tpps).where(eq(tpps.id, PAUSED_TPP))
  expect(paused?.status).toBe('paused')
  expect(
    (await database().execute(sql`select 1 from sessions union all select 1 from oauth_records`)).rows,
  ).toEqual([])
  const now = new Set(await rowsOfTrail())
  expect(trail.filter((row) => !now.has(row))).toEqual([])
  expect(await takeFromTrail(exported)).toEqual({ rows: 0, taken: {} })
})

test('only what the trail says nothing more about goes on, and the trail says that it does', async () => {
  expect(await liftHolds()).toEqual({ lifted: 1, kept: 1 })
  await closeHotPath()
  await closeDatabases()
  // As one reads by certificate alone: tokens are in no backup.
  await database().update(consents).set({ byCertificate: true, grantId: null })
  expect(await codeOf(before.kept.use(BARE))).toBe('granted')
  for (const one of [before.stopped, before.paused])
    expect(await codeOf(one.use(BARE))).toBe('consent_invalid')
  const { rows } = await database().execute<{ consent_id: string }>(
    sql`select consent_id from audit_events where type = 'consent.hold-lifted'`,
  )
  expect(rows.map(({ consent_id }) => consent_id)).toEqual([before.kept.consentId])
  expect(await liftHolds()).toEqual({ lifted: 0, kept: 1 })
})

test('a hold that an earlier restore placed, and nobody lifted, stays: why it stayed this trail does not say', async () => {
  const { consentId } = before.kept
  const earlier = { id: randomUUID(), placedBy: 'bank', reason: 'restored', placedAt: new Date(0) } as const
  await database()
    .insert(holds)
    .values({ ...earlier, consentId })
  expect(await liftHolds()).toEqual({ lifted: 0, kept: 2 })
  expect(await codeOf(before.kept.use(BARE))).toBe('consent_invalid')
})

test('two at once erase nobody twice', async () => {
  const psuId = await givenPsu('Back Again')
  await destroyKey(await keyIdOf(psuId), 'erasure')
  // Both have found the customer before one of them goes on.
  const both = await database().transaction(async (tx) => {
    await tx.select().from(psus).where(eq(psus.id, psuId)).for('update')
    const started = [eraseAgain(), eraseAgain()]
    await expect.poll(waitingForLocks).toBe(2)
    return started
  })
  await Promise.all(both)
  const { rows } = await database().execute(sql`select 1 from erasure_cases where psu_id = ${psuId}`)
  expect(rows).toHaveLength(1)
})
