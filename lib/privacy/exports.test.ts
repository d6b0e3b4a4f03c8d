import { randomUUID } from 'node:crypto'
import { and, count, eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { authenticators } from '@/db/schema/authenticators'
import { exportParts, exports } from '@/db/schema/exports'
import { psus } from '@/db/schema/psus'
import { copyOf, fetched, justSignedIn, unpacked } from '@/e2e/fixtures/copy-of'
import { givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { givenPayment } from '@/e2e/fixtures/given-payment'
import { now } from '@/lib/clock'
import { keyIdOf } from '@/lib/consent/open-access'
import { paymentReference } from '@/lib/payments/payment'
import { refusePayment } from '@/lib/payments/refuse-payment'
import { requestErasure } from '@/lib/removal/request-erasure'
import { destroyKey, vaultKey } from '@/lib/vault/vault'
import { housekeeping } from '@/lib/worker/housekeeping'
import { answerPrivacy } from './answer-privacy'
import { askPrivacy } from './ask-privacy'
import { buildExport } from './build-export'
import { goOn, keepPart, takeExport } from './export-lease'
import { EXPORT_PART } from './export-part'
import { fetchExport } from './fetch-export'
import { findExports } from './find-exports'
import { findOpenPrivacyRequests, findPrivacyRequests } from './find-privacy-requests'
import { heldAbout } from './held-about'
import { requestExport } from './request-export'
import { resumeExports } from './resume-exports'

const TPP = await givenTpp('PSDNL-DNB-COPY')
const ask = async (psuId: string) => requestExport(await justSignedIn(psuId))
const stateOf = async (id: string) => {
  const [row] = await database().select().from(exports).where(eq(exports.id, id))
  return row?.state
}
const eventsOf = async (psuId: string) =>
  (
    await database()
      .select({ type: auditEvents.type })
      .from(auditEvents)
      .where(eq(auditEvents.psuId, psuId))
      .orderBy(auditEvents.id)
  ).map(({ type }) => type)

const erase = async (psuId: string) =>
  requestErasure({ psuId, sessionId: randomUUID(), authenticatedAt: new Date(), requestId: null })

test('nobody takes everything out on a sign-in of a while ago, nor with a passkey that a recovery has just made', async () => {
  const psuId = await givenPsu()
  const at = await now()
  const by = await justSignedIn(psuId)
  const older = { ...by, authenticatedAt: new Date(at.getTime() - 5 * 60_000) }
  await expect(requestExport(older)).rejects.toMatchObject({ code: 'session_ended' })
  await database()
    .insert(authenticators)
    .values({
      credentialId: 'recovered',
      psuId,
      publicKey: Buffer.from('x'),
      counter: 0,
      transports: [],
      aaguid: '',
      synced: false,
      sealedName: (await vaultKey(await keyIdOf(psuId))).seal('authenticators.name', 'new'),
      failures: 0,
      lockedForGood: false,
      coolsUntil: new Date(at.getTime() + 60_000),
      createdAt: at,
    })
  const cooling = { ...by, credentialId: 'recovered' }
  await expect(requestExport(cooling)).rejects.toMatchObject({ code: 'cooling_down' })
  expect(await findExports(psuId)).toEqual([])
  const { exportId } = await ask(psuId)
  await buildExport({ exportId })
  await expect(fetchExport({ exportId, ...older })).rejects.toMatchObject({ code: 'session_ended' })
  await expect(fetchExport({ exportId, ...cooling })).rejects.toMatchObject({ code: 'cooling_down' })
  expect(await eventsOf(psuId)).toEqual(['export.requested', 'export.ready'])
})

test("a copy is its customer's: another neither fetches it nor stands in it", async () => {
  const [anna, bert] = [await givenPsu('Anna Andersen'), await givenPsu('Bert Bertelsen')]
  const accountId = await givenPaymentAccount({ psuId: bert, ownerName: 'Bert Bertelsen' })
  const { consentId } = await givenConsent({ tppId: TPP, psuId: bert, accounts: [{ accountId }] })
  const file = await copyOf(anna)
  const [{ id: exportId } = { id: '' }] = await findExports(anna)
  expect(await fetchExport({ exportId, ...(await justSignedIn(bert)) })).toBeNull()
  const texts = [...unpacked(file).values()].join('\n')
  expect(texts).toContain('Anna Andersen')
  for (const foreign of [bert, accountId, consentId, 'Bert Bertelsen']) expect(texts).not.toContain(foreign)
  expect((await heldAbout(anna)).map(({ table }) => table)).not.toContain('consents')
  expect((await heldAbout(bert)).find(({ table }) => table === 'consents')).toMatchObject({ entries: 1 })
})

test('what has run out, is not made yet, or whose key is gone cannot be fetched, and is swept', async () => {
  const psuId = await givenPsu()
  const { exportId } = await ask(psuId)
  const fetchIt = async () => fetchExport({ exportId, ...(await justSignedIn(psuId)) })
  expect(await fetchIt()).toBeNull()
  await buildExport({ exportId })
  const [found] = await findExports(psuId)
  const days = ((found?.endsAt.getTime() ?? 0) - (found?.requestedAt.getTime() ?? 0)) / 86_400_000
  expect(days).toBeCloseTo(7)
  await database()
    .update(exports)
    .set({ endsAt: sql`placet_now() - interval '1 second'` })
    .where(eq(exports.id, exportId))
  expect(await fetchIt()).toBeNull()
  expect(await findExports(psuId)).toEqual([])
  await housekeeping()
  expect(await stateOf(exportId)).toBeUndefined()
  const [left] = await database()
    .select({ parts: count() })
    .from(exportParts)
    .where(eq(exportParts.exportId, exportId))
  expect(left?.parts).toBe(0)
  const gone = await givenPsu()
  const { exportId: other } = await ask(gone)
  await buildExport({ exportId: other })
  await destroyKey(await keyIdOf(gone), 'erasure')
  await expect(fetchExport({ exportId: other, ...(await justSignedIn(gone)) })).rejects.toThrow()
})

test('an erasure ends the copies that were made, parts and all', async () => {
  const psuId = await givenPsu()
  const { exportId } = await ask(psuId)
  await buildExport({ exportId })
  await erase(psuId)
  expect(await findExports(psuId)).toEqual([])
  const left = await database().select().from(exportParts).where(eq(exportParts.exportId, exportId))
  expect(left).toEqual([])
})

test('an erasure gives no further copy of that day', async () => {
  const psuId = await givenPsu()
  for (let made = 0; made < 3; made++) await buildExport(await ask(psuId))
  await erase(psuId)
  await expect(ask(psuId)).rejects.toMatchObject({ code: 'too_many_requests' })
})

test('one is made at a time, however often it is asked for at once, and three a day', async () => {
  const psuId = await givenPsu()
  const asked = await Promise.all(Array.from({ length: 4 }, () => ask(psuId)))
  expect(new Set(asked.map(({ exportId }) => exportId)).size).toBe(1)
  await buildExport(asked[0] ?? { exportId: '' })
  for (let more = 0; more < 2; more++) await buildExport(await ask(psuId))
  await expect(ask(psuId)).rejects.toMatchObject({ code: 'too_many_requests' })
})

test('a worker that is killed loses its lease: another makes the file whole, and the dead one adds nothing', async () => {
  const psuId = await givenPsu()
  const { exportId } = await ask(psuId)
  const dead = await takeExport(exportId)
  if (!dead) throw new Error('nothing to take')
  const key = await vaultKey(await keyIdOf(psuId))
  const piece = key.seal(EXPORT_PART, Buffer.from('half a file').toString('base64'))
  await keepPart(dead, 0, piece)
  await goOn(dead, 3)
  // Still alive: nobody else takes it, and nothing is queued again.
  await buildExport({ exportId })
  expect(await stateOf(exportId)).toBe('running')
  await database()
    .update(exports)
    .set({ leasedUntil: sql`now() - interval '1 second'` })
    .where(eq(exports.id, exportId))
  await database().execute(sql`select graphile_worker.remove_job(${`export:${exportId}`})`)
  await resumeExports()
  const { rows } = await database().execute(
    sql`select 1 from graphile_worker.jobs where key = ${`export:${exportId}`}`,
  )
  expect(rows).toHaveLength(1)
  await buildExport({ exportId })
  expect(await stateOf(exportId)).toBe('ready')
  await expect(keepPart(dead, 1, piece)).rejects.toThrow('taken')
  await expect(goOn(dead, 9)).rejects.toThrow('taken')
  expect(unpacked(await fetched(psuId, exportId)).get('index.html')).toMatch(/<\/html>\n$/)
  const attempts = await database()
    .selectDistinct({ attempt: exportParts.attempt })
    .from(exportParts)
    .where(eq(exportParts.exportId, exportId))
  expect(attempts).toHaveLength(1)
})

test('what does not open fails the copy rather than leaving it out; the fifth time it is given up, and said', async () => {
  const psuId = await givenPsu()
  await database()
    .update(psus)
    .set({ sealedName: (await vaultKey(await keyIdOf(psuId))).seal('psus.other', 'moved') })
    .where(eq(psus.id, psuId))
  const { exportId } = await ask(psuId)
  for (let attempt = 0; attempt < 5; attempt++) {
    expect(await stateOf(exportId)).toBe('waiting')
    await expect(buildExport({ exportId })).rejects.toThrow('does not open')
  }
  expect(await stateOf(exportId)).toBe('failed')
  expect(await eventsOf(psuId)).toEqual(['export.requested', 'export.failed'])
})

test('what the words of others hold stays text in the readable page', async () => {
  const psuId = await givenPsu('<img src=x onerror=alert(1)>')
  const page = unpacked(await copyOf(psuId)).get('index.html') ?? ''
  expect(page).not.toContain('<img')
  expect(page).toContain('&#60;img src=x')
  expect(page.match(/(src|href)="(?!#|data\/)/g)).toBeNull()
})

test('a payment stands in the readable page in words, with its reference, and in the file with its codes', async () => {
  const psuId = await givenPsu()
  const { paymentId, linkId } = await givenPayment()
  await refusePayment({ linkId, psuId, requestId: null })
  const files = unpacked(await copyOf(psuId))
  const page = files.get('index.html') ?? ''
  expect(page).toMatch(/<summary>\d+ \w+ \d{4}, [\d:]+ · €249\.00 to Cykelbutik ApS<\/summary>/)
  expect(page).toContain(paymentReference(paymentId))
  expect(page).toContain('<dd>You said no</dd>')
  const [, payments = ''] = /<h2 id="payments">(.*?)<h2 /s.exec(page) ?? []
  for (const code of ['RJCT', 'sepa-credit-transfers', 'Tpp id', paymentId])
    expect(payments).not.toContain(code)
  expect(files.get('data/payments.json')).toContain('"status":"RJCT"')
})

test('what is wrong goes to the desk, is answered once, and the customer reads the answer; nobody else does', async () => {
  const [psuId, stranger] = [await givenPsu('Clara Carlsen'), await givenPsu()]
  const { id } = await askPrivacy({
    psuId,
    sessionId: randomUUID(),
    kind: 'correction',
    text: 'My name is Klara.',
    requestId: null,
  })
  expect(await findPrivacyRequests(stranger)).toEqual([])
  const waiting = (await findOpenPrivacyRequests(100)).find((one) => one.id === id)
  expect(waiting).toMatchObject({ customer: 'Clara Carlsen', text: 'My name is Klara.', kind: 'correction' })
  const given = { id, staffId: 'x', answer: 'followed', text: 'Changed.', requestId: null } as const
  await answerPrivacy(given)
  await expect(answerPrivacy(given)).rejects.toMatchObject({ code: 'already_decided' })
  expect((await findOpenPrivacyRequests(100)).some((one) => one.id === id)).toBe(false)
  expect(await findPrivacyRequests(psuId)).toMatchObject([{ state: 'followed', answer: 'Changed.' }])
  const events = await database()
    .select({ detail: auditEvents.detail })
    .from(auditEvents)
    .where(and(eq(auditEvents.psuId, psuId), eq(auditEvents.type, 'privacy.asked')))
  expect(JSON.stringify(events)).not.toContain('Klara')
  for (let more = 0; more < 10; more++)
    await askPrivacy({ psuId, sessionId: randomUUID(), kind: 'objection', text: 'No.', requestId: null })
  await expect(
    askPrivacy({ psuId, sessionId: randomUUID(), kind: 'objection', text: 'No.', requestId: null }),
  ).rejects.toMatchObject({
    code: 'too_many_requests',
  })
})
