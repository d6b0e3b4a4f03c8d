import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeDatabases, database } from '@/db/connection'
import { closeHotPath } from '@/db/hot-path'
import { consents } from '@/db/schema/consents'
import { holds } from '@/db/schema/holds'
import { psus } from '@/db/schema/psus'
import { codeOf, givenUse } from '@/e2e/fixtures/consent-in-use'
import { emptyDatabase } from '@/e2e/fixtures/empty-database'
import { givenApplication, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { renewAuthentication } from '@/lib/consent/renew-authentication'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { Refusal } from '@/lib/errors'
import { vaultKey } from '@/lib/vault/vault'
import { startWorker } from '@/lib/worker/start-worker'
import { backUp } from './back-up'
import { NOT_BACKED_UP } from './backed-up'
import { restore } from './restore'

const TPP = 'PSDNL-DNB-BACKUP'
const BARE = { token: new Refusal('token_unknown'), bare: true }
const main = () => ({
  of: 'main' as const,
  ownerUrl: process.env.DATABASE_OWNER_URL ?? '',
  applicationUrl: process.env.DATABASE_URL ?? '',
})
let folder: string
let before: Awaited<ReturnType<typeof given>>
let counts: Record<string, number>

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'placet-backup-')), 'main')
  before = await given()
  await (await startWorker()).stop()
  await database().execute(
    sql`select graphile_worker.add_job('foldHours', run_at => now() + interval '1 hour', job_key => 'kept')`,
  )
  await backUp({ folder, ...main() })
  counts = await countRows()
  // After the backup: one customer stops, and one has a key destroyed by nobody here.
  const { consentId, psuId } = before.stopped
  await revokeConsent({ consentId, psuId, requestId: null })
  expect(await codeOf(before.stopped.use())).not.toBe('granted')
  expect(await codeOf(before.kept.use())).toBe('granted')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function given() {
  await givenTpp(TPP)
  await givenApplication(TPP, 'Backup')
  const psuId = await givenPsu()
  const consent = {
    tppId: TPP,
    psuId,
    accounts: [{ accountId: randomUUID(), balances: true, transactions: false }],
  }
  return {
    psuId,
    stopped: { psuId, ...(await givenUse(consent)) },
    kept: { psuId, ...(await givenUse(consent)) },
    pending: await givenConsent({ ...consent, status: 'received' }),
  }
}

async function countRows(): Promise<Record<string, number>> {
  const { rows } = await database().execute<{ name: string }>(
    sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and not relispartition`,
  )
  const entries = []
  for (const { name } of rows) {
    const found = await database().execute<{ n: number }>(
      sql`select count(*)::int as n from ${sql.identifier(name)}`,
    )
    entries.push([name, found.rows[0]?.n ?? -1] as const)
  }
  return Object.fromEntries(entries)
}

const keysNow = async () => {
  const client = new Client(process.env.KEYS_DATABASE_OWNER_URL)
  await client.connect()
  const { rows } = await client.query(
    `select md5(string_agg(v::text, ',' order by id)) as all from vault_keys v`,
  )
  await client.end()
  return rows[0].all
}

test('nothing is restored over a bank, nor while an instance is connected', async () => {
  await expect(restore({ folder, ...main() })).rejects.toThrow('An instance is connected')
  await closeHotPath()
  await closeDatabases()
  await expect(restore({ folder, ...main() })).rejects.toThrow('is not empty')
})

test('a file with one bit changed restores nothing, and neither does a backup of another kind or without its end', async () => {
  await emptyDatabase()
  const file = join(folder, 'consents.copy.gz')
  const bytes = await readFile(file)
  const bent = Buffer.from(bytes)
  bent[bent.length - 1] = (bent.at(-1) ?? 0) ^ 1
  await writeFile(file, bent)
  await expect(restore({ folder, ...main() })).rejects.toThrow('consents is not what was written')
  await writeFile(file, bytes)
  await expect(restore({ folder, ...main(), of: 'keys' })).rejects.toThrow('of the main database')
  await expect(restore({ folder, ...main(), digest: '0'.repeat(64) })).rejects.toThrow('not the one of this')
  const manifest = join(folder, 'manifest.json')
  const text = await readFile(manifest, 'utf8')
  await rm(manifest)
  await expect(restore({ folder, ...main() })).rejects.toThrow()
  await writeFile(manifest, text.replace(/"rows": 3\b/, '"rows": 4'))
  await expect(restore({ folder, ...main() })).rejects.toThrow('instead of 4')
  await writeFile(manifest, text)
  expect(await countRows()).toMatchObject({ psus: 0, consents: 0, audit_events: 0 })
})

test('after backup, stop and restore no token of before reads, neither of what was stopped nor of what was not', async () => {
  await emptyDatabase()
  const keys = await keysNow()
  const { fenced } = await restore({ folder, ...main() })
  expect(fenced).toMatchObject({ consentsHeld: 2, requestsRejected: 1 })
  for (const one of [before.stopped, before.kept]) {
    expect(await codeOf(one.use())).not.toBe('granted')
    // Not even by the certificate alone, which is in no backup's gift.
    await database()
      .update(consents)
      .set({ byCertificate: true, grantId: null })
      .where(eq(consents.id, one.consentId))
    expect(await codeOf(one.use(BARE))).toBe('consent_invalid')
  }
  expect(await keysNow()).toBe(keys)
})

test('everything else is as it was, and opens with the keys of today', async () => {
  const restored = await countRows()
  for (const name of NOT_BACKED_UP) expect([name, restored[name]]).toEqual([name, 0])
  const kept = Object.entries(counts).filter(
    ([name]) => !NOT_BACKED_UP.includes(name) && !['audit_events', 'holds'].includes(name),
  )
  expect(kept.length).toBeGreaterThan(50)
  for (const [name, rows] of kept) expect([name, restored[name]]).toEqual([name, rows])
  expect(restored.holds).toBe((counts.holds ?? 0) + 2)
  expect(restored.audit_events).toBe((counts.audit_events ?? 0) + 1)
  const [psu] = await database().select().from(psus).where(eq(psus.id, before.psuId))
  expect((await vaultKey(psu?.keyId ?? '')).open('psus.name', psu?.sealedName ?? Buffer.of())).toBeTypeOf(
    'string',
  )
  const jobs = await database().execute(sql`select 1 from graphile_worker.jobs where key = 'kept'`)
  expect(jobs.rowCount).toBe(1)
  const told = await database().execute(sql`select detail from audit_events where type = 'bank.restored'`)
  expect(told.rows).toHaveLength(1)
})

test('a customer who approves something else of that third party brings nothing back that was stopped', async () => {
  await database().transaction((tx) =>
    renewAuthentication(tx, { psuId: before.psuId, tppId: TPP, at: new Date() }),
  )
  for (const one of [before.stopped, before.kept]) expect(await codeOf(one.use(BARE))).toBe('consent_invalid')
  // What the bank knows to be wanted it lets go on: then, and only then, it is read again.
  await database()
    .update(holds)
    .set({ liftedAt: new Date() })
    .where(eq(holds.consentId, before.kept.consentId))
  expect(await codeOf(before.kept.use(BARE))).toBe('granted')
})
