import { eq, getTableName } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { RETENTIONS } from '@/db/retention'
import { consents } from '@/db/schema/consents'
import { psus } from '@/db/schema/psus'
import { seedSandbox } from '@/db/seed'
import { PERSONAS } from '@/db/seed/personas'
import { givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { waitingForLocks } from '@/e2e/fixtures/waiting-for-locks'
import { now } from '@/lib/clock'
import { keyIdOf } from '@/lib/consent/open-access'
import { verifyCertificate } from '@/lib/evidence/erasure-certificate'
import { EvidenceKeySet } from '@/lib/evidence/evidence-file'
import { publishedEvidenceKeys } from '@/lib/evidence/evidence-keys'
import { requestErasure } from '@/lib/removal/request-erasure'
import { retentionKeys, whichLive } from '@/lib/vault/find-keys'
import { destroyKey, vaultKey } from '@/lib/vault/vault'
import { carryOutErasures } from './carry-out-erasures'
import { findCertificate } from './find-certificate'
import { finishErasures } from './finish-erasures'
import { BY_OTHERS, DELETED, KEPT_BY_LAW, WITHOUT_ITS_KEY } from './kept-by-law'
import { noteLeft } from './note-left'
import { openKept } from './open-kept'
import { prepareErasure } from './prepare-erasure'

const owner = new Client(process.env.DATABASE_OWNER_URL)
beforeAll(async () => {
  await owner.connect()
  await seedSandbox({ now: await now() })
})
afterAll(() => owner.end())

const asked = (psuId: string) =>
  requestErasure({ psuId, sessionId: psuId, authenticatedAt: new Date(), requestId: null })
const left = (psuId: string, leftOn: string | null = '2026-01-01') =>
  noteLeft({ psuId, leftOn, actor: 'system' })
const endAll = (psuId: string) =>
  owner
    .query(`update consents set status = 'revokedByPsu' where psu_id = '${psuId}'`)
    .then(() =>
      owner.query(
        `update payments set status = 'CANC' where psu_id = '${psuId}' and status in ('RCVD', 'ACTC')`,
      ),
    )
const trail = async () => {
  const { rows } = await owner.query<{ hash: string }>(`
    select 1 as place, md5(string_agg(md5(t::text), '' order by t.at, t.id)) as hash from audit_events t
      where type not in ('erasure.carried-out', 'psu.left', 'erasure.requested', 'erasure.kept-opened')
    union all select 2, md5(string_agg(md5(t::text), '' order by t.at, t.call_id)) from access_log t
    union all select 3, md5(string_agg(md5(t::text), '' order by t.consent_id, t.version)) from consent_versions t
    order by place`)
  return rows.map(({ hash }) => hash)
}

async function givenGone(psuId: string): Promise<{ caseId: string; keyId: string }> {
  const keyId = await keyIdOf(psuId)
  await asked(psuId)
  await left(psuId)
  await endAll(psuId)
  const { done } = await carryOutErasures()
  return { caseId: done[0] ?? '', keyId }
}

test('every table with data of customers is kept by a law, deleted, or stays without its key, and in one way only', () => {
  const customers = RETENTIONS.filter(({ keepings }) =>
    keepings.some(({ whose, personal }) => whose === 'customer' && personal),
  ).map(({ table }) => getTableName(table))
  const said = [Object.keys(KEPT_BY_LAW), Object.keys(DELETED), WITHOUT_ITS_KEY, BY_OTHERS].flat()
  expect(said.toSorted()).toEqual(customers.filter((name) => name !== 'vault_keys').toSorted())
})

describe('nothing is erased', () => {
  let psuId = ''
  beforeEach(async () => {
    psuId = await givenPsu('Nobody Gone')
  })
  const stands = async () => {
    await expect(prepareErasure(psuId)).rejects.toMatchObject({ code: 'status_invalid' })
    await carryOutErasures()
    expect((await vaultKey(await keyIdOf(psuId))).id).toBeTruthy()
  }
  test('of who asked and is a customer still', async () => {
    await asked(psuId)
    await stands()
  })
  test('of who leaves tomorrow, or stays after all', async () => {
    await asked(psuId)
    await left(psuId, '2999-01-01')
    await stands()
    await left(psuId)
    await left(psuId, null)
    await stands()
  })
  test('of who left without asking', async () => {
    await left(psuId)
    await stands()
  })
  test('while a permission lives', async () => {
    psuId = PERSONAS.anna.id
    await asked(psuId)
    await left(psuId)
    await stands()
    await left(psuId, null)
  })
  test('while an approval is under way that makes a permission live', async () => {
    await asked(psuId)
    await left(psuId)
    const tppId = await givenTpp('PSDNL-DNB-BESIDE')
    const { consentId } = await givenConsent({ tppId, psuId, accounts: [], status: 'received' })
    const refused = await database().transaction(async (tx) => {
      await tx.select().from(psus).where(eq(psus.id, psuId)).for('update')
      const outcome = prepareErasure(psuId).then(
        () => 'erased',
        ({ code }) => code,
      )
      await expect.poll(waitingForLocks).toBe(1)
      await tx.update(consents).set({ status: 'valid' }).where(eq(consents.id, consentId))
      return { outcome }
    })
    expect(await refused.outcome).toBe('status_invalid')
    await stands()
  })
  test('by the application itself: a customer goes with their case alone', async () => {
    const gone = database().$client.query('select forget_customer($1)', [psuId])
    await expect(gone).rejects.toThrow('no erasure of this customer is under way')
    await expect(database().$client.query('delete from psus')).rejects.toThrow('permission denied')
    await stands()
  })
})

test('whoever asked and left is gone; what a law keeps opens until its day, and the trail has not changed by a byte', async () => {
  const psuId = PERSONAS.maja.id
  const before = await trail()
  const { caseId, keyId } = await givenGone(psuId)
  await expect(vaultKey(keyId)).rejects.toThrow('no key')
  await expect(keyIdOf(psuId)).rejects.toMatchObject({ code: 'consent_unknown' })
  for (const table of [
    'psus',
    'sessions',
    'authenticators',
    'notices',
    'ledger_contacts',
    'ledger_holders',
  ]) {
    const column = table === 'psus' ? 'id' : 'psu_id'
    const { rows } = await owner.query(`select 1 from ${table} where ${column} = '${psuId}'`)
    expect(rows, table).toEqual([])
  }
  const kept = await openKept({ caseId, why: 'The authority asks' })
  expect(kept.find(({ table }) => table === 'consent_versions')?.content.sealed_record).toMatchObject({
    format: 'placet/consent-record/2',
  })
  expect(await trail()).toEqual(before)
  const { rows: why } = await owner.query(
    `select detail::text from audit_events where type = 'erasure.kept-opened'`,
  )
  expect(why).toHaveLength(1)
  expect(JSON.stringify(why)).not.toContain('authority')
})

test('its certificate holds under the keys of the bank, names nobody, and not with one figure changed', async () => {
  const psuId = PERSONAS.bo.id
  const { caseId } = await givenGone(psuId)
  const text = JSON.stringify(await findCertificate(caseId))
  const keys = EvidenceKeySet.parse(await publishedEvidenceKeys())
  const verdict = await verifyCertificate(text, keys)
  expect(verdict).toMatchObject({
    valid: true,
    certificate: { id: caseId, keysDestroyed: expect.any(Number) },
  })
  const said = JSON.stringify(verdict)
  for (const mark of [psuId, PERSONAS.bo.name]) expect(said).not.toContain(mark)
  const file = JSON.parse(text)
  const payload = Buffer.from(file.payload, 'base64url')
    .toString()
    .replace('"keysDestroyed":', '"keysDestroyed":1')
  const forged = JSON.stringify({ ...file, payload: Buffer.from(payload).toString('base64url') })
  expect(await verifyCertificate(forged, keys)).toEqual({ valid: false, reason: 'signature' })
})

describe('whoever dies', () => {
  const prepared = async () => {
    const psuId = await givenPsu('Half Gone')
    const keyId = await keyIdOf(psuId)
    await asked(psuId)
    await left(psuId)
    return { keyId, ...(await prepareErasure(psuId)) }
  }
  test('before the key is destroyed leaves a case that the next run finishes', async () => {
    const { caseId, keyId } = await prepared()
    expect(await whichLive([keyId])).toEqual([keyId])
    expect(await findCertificate(caseId)).toBeNull()
    expect(await finishErasures()).toEqual([caseId])
    expect(await whichLive([keyId])).toEqual([])
    expect(await findCertificate(caseId)).not.toBeNull()
  })
  test('after it leaves one, too; of several that finish it one writes it down', async () => {
    const { caseId, keyId } = await prepared()
    await destroyKey(keyId, 'erasure')
    const runs = await Promise.all(Array.from({ length: 4 }, () => finishErasures()))
    expect(runs.flat()).toEqual([caseId])
    const { rows } = await owner.query(`select 1 from audit_events where detail->>'caseId' = '${caseId}'`)
    expect(rows).toHaveLength(1)
  })
})

test('a backup of the keys that is put back brings nobody back', async () => {
  const psuId = await givenPsu('Back Again')
  const keyId = await keyIdOf(psuId)
  const keys = new Client(process.env.KEYS_DATABASE_OWNER_URL)
  await keys.connect()
  await keys.query(`create table yesterday as select * from vault_keys where key_id = '${keyId}'`)
  await givenGone(psuId)
  await keys.query('insert into vault_keys select * from yesterday')
  await keys.end()
  expect(await whichLive([keyId])).toEqual([keyId])
  expect(await carryOutErasures()).toMatchObject({ repeated: 1 })
  expect(await whichLive([keyId])).toEqual([])
})

test('what laws have kept goes on its day, and its key when the month is over', async () => {
  const { caseId } = await givenGone(PERSONAS.anna.id)
  const before = await openKept({ caseId, why: 'A test' })
  const last =
    before
      .map(({ keptUntil }) => keptUntil)
      .toSorted()
      .at(-1) ?? ''
  expect(last > '2030').toBe(true)
  expect(await retentionKeys()).not.toEqual([])
  await owner.query(`insert into sandbox_clock values (true, '7 years')`)
  await carryOutErasures()
  expect(await openKept({ caseId, why: 'A test' })).toEqual([])
  expect(await retentionKeys()).toEqual([])
  await owner.query('delete from sandbox_clock')
})
