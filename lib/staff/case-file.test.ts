import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { strFromU8, strToU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { asked } from '@/e2e/fixtures/consent-life'
import { givenCase, zipped } from '@/e2e/fixtures/given-case'
import { givenColleague } from '@/e2e/fixtures/given-staff'
import { now } from '@/lib/clock'
import { CASE_PARTS, MANIFEST } from '@/lib/evidence/case-file'
import { verifyCase } from '@/lib/evidence/verify-case'
import { makeCaseByCommand } from './make-case-by-command'
import { giveCase, startCase } from './make-case-file'

// REG-PSD-03: one file proves a permission, offline, to whoever trusts the bank's published keys.

const reason = 'Complaint 4711'
const { psuId, consentId, accountId, staffId, archive, files, keys, part, signedAnew } =
  await givenCase(reason)
const start = async (by: string) =>
  startCase({ consentId, staffId: by, reason, requestId: null, now: await now() })

describe('made with a reason, noted before it is given', () => {
  test('who has not opened the permission makes none, and nobody fetches the one of a colleague', async () => {
    const other = await givenColleague('operate')
    await expect(start(other)).rejects.toMatchObject({ code: 'resource_unknown' })
    const { caseId } = await start(staffId)
    const at = await now()
    for (const wrong of [{ staffId: other }, { consentId: randomUUID() }, { caseId: randomUUID() }])
      await expect(giveCase({ caseId, consentId, staffId, now: at, ...wrong })).rejects.toMatchObject({
        code: 'resource_unknown',
      })
    const later = new Date(at.getTime() + 16 * 60_000)
    await expect(giveCase({ caseId, consentId, staffId, now: later })).rejects.toMatchObject({
      code: 'resource_unknown',
    })
  })

  test('the trail says who made it; why is sealed there, and stands in the file', async () => {
    const verdict = await verifyCase(archive, keys)
    expect(verdict).toMatchObject({ valid: true, manifest: { madeBy: `staff:${staffId}`, reason } })
    const id = verdict.valid ? verdict.manifest.id : ''
    const [event] = await database().select().from(auditEvents).where(eq(auditEvents.id, id))
    expect(event).toMatchObject({
      type: 'consent.case-made',
      actor: `staff:${staffId}`,
      consentId,
      detail: {},
    })
  })

  test('a command makes the same; of what nobody has allowed there is none', async () => {
    const made = await makeCaseByCommand({ consentId, reason })
    expect(made && (await verifyCase(made, keys))).toMatchObject({
      valid: true,
      manifest: { madeBy: 'system' },
    })
    expect(await makeCaseByCommand({ consentId: (await asked()).consentId, reason })).toBeNull()
  })
})

describe('complete', () => {
  test('nothing else that anybody did with that third party is in it, and nothing of another customer', () => {
    const events = part('events.json') as { type: string; psuId: string | null }[]
    expect(events.filter(({ type }) => type.startsWith('identity.'))).toEqual([])
    expect(new Set(events.map((event) => event.psuId))).toEqual(new Set([psuId, null]))
  })

  test('request, pages, signature, grant, each look, change, stop, message with its acknowledgement, receipts', () => {
    expect(Object.keys(files).sort()).toEqual(
      [...CASE_PARTS, MANIFEST, ...Object.keys(files).filter((name) => name.startsWith('receipts/'))].sort(),
    )
    expect(part('request.json')).toMatchObject({ id: consentId, reference: expect.stringMatching(/^CNS-/) })
    expect(part('shown.json')).toMatchObject([
      { version: 1, evidence: 'signed', record: { sentences: expect.anything() } },
      { version: 2, evidence: 'dashboard', record: { change: { from: 1 } } },
    ])
    expect(part('authorisations.json')).toMatchObject([
      { scaStatus: 'finalised', publicKey: expect.any(String), assertion: { response: expect.anything() } },
    ])
    expect(part('grant.json').accounts).toHaveLength(3)
    expect(part('accesses.json')).toMatchObject([{ status: 200, accountId }])
    const types = part('events.json').map(({ type }: { type: string }) => type)
    expect(types).toEqual(
      expect.arrayContaining([
        'consent.approved',
        'consent.account-dropped',
        'consent.revoked',
        'consent.told',
      ]),
    )
    expect(part('deliveries.json')).toMatchObject(
      ['valid', 'valid', 'revokedByPsu'].map((status) => ({
        state: 'delivered',
        body: expect.stringContaining(`"consentStatus":"${status}"`),
      })),
    )
    expect(Object.keys(files).filter((name) => name.startsWith('receipts/'))).toHaveLength(3)
  })

  test('each event and each look stands in the trail; without its keys that is said to be unchecked', async () => {
    const { rows } = part('proofs.json')
    expect(rows).toHaveLength(part('events.json').length + part('accesses.json').length)
    expect(await verifyCase(archive, keys)).toMatchObject({ valid: true, unchecked: [] })
    expect(await verifyCase(archive, { keys: keys.keys })).toMatchObject({
      valid: true,
      unchecked: [expect.stringContaining('no key of the trail was given')],
    })
  })
})

describe('verified offline', () => {
  test('a byte that changed in any part is named by that part, in the archive as it lies there', async () => {
    for (const [name, bytes] of Object.entries(files)) {
      const copy = Buffer.from(archive)
      const at = copy.indexOf(bytes) + Math.floor(bytes.length / 2)
      copy[at] = (copy[at] ?? 0) ^ 1
      const verdict = await verifyCase(copy, keys)
      expect(verdict.valid ? 'genuine' : verdict.faults.map(({ part: named }) => named)).toEqual([name])
    }
  })

  test('a part that is missing, added or exchanged for another case’s is named', async () => {
    const { 'events.json': events = new Uint8Array(), ...others } = files
    expect(await verifyCase(zipped(others), keys)).toMatchObject({ faults: [{ part: 'events.json' }] })
    const added = zipped({ ...files, 'more.json': strToU8('{}') })
    expect(await verifyCase(added, keys)).toMatchObject({
      faults: [{ part: 'more.json', reason: 'was added' }],
    })
    const exchanged = zipped({ ...others, 'events.json': strToU8(`${strFromU8(events)} `) })
    expect(await verifyCase(exchanged, keys)).toMatchObject({ faults: [{ part: 'events.json' }] })
  })

  test('the bank itself cannot pass off another page, nor another signature, than the customer’s', async () => {
    const [shown, signed] = [part('shown.json'), part('authorisations.json')]
    shown[0].record.purpose = 'Anything at all'
    expect(await verifyCase(await signedAnew({ 'shown.json': shown }), keys)).toMatchObject({
      faults: [
        { part: 'shown.json', reason: 'version 1 is not what was approved' },
        { part: 'authorisations.json', reason: 'version 1 is not what the passkey signed' },
      ],
    })
    const { response } = signed[0].assertion
    response.authenticatorData = Buffer.alloc(37, 1).toString('base64url')
    expect(await verifyCase(await signedAnew({ 'authorisations.json': signed }), keys)).toMatchObject({
      faults: [{ part: 'authorisations.json', reason: 'version 1 is not signed by the passkey' }],
    })
  })

  test('nor what is genuine of one permission as the file of another', async () => {
    const other = await signedAnew({}, { id: randomUUID(), reference: 'CNS-AAAA-AAAA' })
    const verdict = await verifyCase(other, keys)
    const named = verdict.valid ? [] : verdict.faults.map(({ part: name, reason: why }) => [name, why])
    const receipts = Object.keys(files).filter((name) => name.startsWith('receipts/'))
    expect(receipts.length).toBeGreaterThan(1)
    expect(named.sort()).toEqual(
      ['accesses.json', 'events.json', 'shown.json', ...receipts]
        .sort()
        .map((name) => [name, 'is about another permission']),
    )
  })

  test('by other keys, or as no archive at all, it is nothing', async () => {
    expect(await verifyCase(archive, { keys: [] })).toMatchObject({
      faults: [{ part: MANIFEST, reason: 'unknown-key' }],
    })
    expect(await verifyCase(Buffer.from('no'), keys)).toMatchObject({ faults: [{ part: 'the archive' }] })
  })
})
