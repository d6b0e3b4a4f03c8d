import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { accessLog } from '@/db/schema/audit'
import { consents } from '@/db/schema/consents'
import { idempotentAnswers } from '@/db/schema/idempotent-answers'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { housekeeping } from '@/lib/worker/housekeeping'

// X-Request-ID and idempotency (xs2a.md 1.4).

const TPP = 'PSDNL-DNB-REPEATS'
const tpp = await tppWithQwac(TPP)
const other = await tppWithQwac('PSDNL-DNB-ELSE')
const request = {
  access: { accounts: [{ iban: 'DK5000400440116243' }] },
  recurringIndicator: true,
  validUntil: '9999-12-31',
  frequencyPerDay: 4,
  combinedServiceIndicator: false,
}
const ask = (id: string, { body = request, headers = {}, wire = tpp }: Ask = {}) =>
  wire.call('/v1/consents', {
    method: 'POST',
    headers: { 'psu-ip-address': '192.0.2.1', 'x-request-id': id, ...headers },
    body,
  })
const end = (consentId: string, id: string = randomUUID()) =>
  tpp.call(`/v1/consents/${consentId}`, { method: 'DELETE', headers: { 'x-request-id': id } })
const countConsents = async () => (await database().select().from(consents)).length

test.each([
  ['body', { body: { ...request, frequencyPerDay: 3 } }],
  ['bytes of the body', { body: JSON.stringify(request, null, 1) }],
  ['PSU-IP-Address', { headers: { 'psu-ip-address': '192.0.2.2' } }],
  ['TPP-Redirect-URI', { headers: { 'tpp-redirect-uri': 'https://tpp.example/back' } }],
])('the same id with another %s is refused, and nothing is made', async (_, change) => {
  const id = randomUUID()
  expect((await ask(id)).status).toBe(201)
  const before = await countConsents()
  const answer = await ask(id, change)
  expect(answer).toMatchObject({ status: 400, code: 'FORMAT_ERROR', path: 'X-Request-ID' })
  expect(await countConsents()).toBe(before)
})

test('the same id on another path or method is refused, and nothing ends', async () => {
  const id = randomUUID()
  const { consentId } = (await ask(id)).json
  expect(await end(consentId, id)).toMatchObject({ status: 400, code: 'FORMAT_ERROR', path: 'X-Request-ID' })
  expect((await tpp.call(`/v1/consents/${consentId}/status`)).json.consentStatus).toBe('received')
})

test('an answer is not given again once its consent has ended or changed', async () => {
  for (const change of ['terminatedByTpp', 'revokedByPsu', 'valid', 'expired'] as const) {
    const id = randomUUID()
    const { consentId } = (await ask(id)).json
    await database().update(consents).set({ status: change }).where(eq(consents.id, consentId))
    const before = await countConsents()
    const answer = await ask(id)
    expect(answer).toMatchObject({ status: 409, code: 'STATUS_INVALID', path: 'X-Request-ID' })
    expect(answer.text).not.toContain(consentId)
    expect(await countConsents()).toBe(before)
  }
})

test('an answer is not given again once its consent has run out by the clock', async () => {
  const id = randomUUID()
  const { consentId } = (await ask(id)).json
  await database().update(consents).set({ endsAt: sql`placet_now()` }).where(eq(consents.id, consentId))
  expect(await ask(id)).toMatchObject({ status: 409, code: 'STATUS_INVALID' })
})

test('another third party with the same id gets an answer of its own', async () => {
  const id = randomUUID()
  const mine = (await ask(id)).json
  const theirs = await ask(id, { wire: other })
  expect(theirs.status).toBe(201)
  expect(theirs.json.consentId).not.toBe(mine.consentId)
})

test('the same request within 24 hours gets the same answer, once made and each time recorded', async () => {
  const id = randomUUID()
  const first = await ask(id)
  const before = await countConsents()
  for (const again of [await ask(id), await ask(id.toUpperCase())]) {
    expect([again.status, again.text]).toEqual([201, first.text])
    for (const name of ['location', 'aspsp-sca-approach', 'content-type', 'cache-control'])
      expect(again.headers[name]).toBe(first.headers[name])
  }
  expect(await countConsents()).toBe(before)
  const rows = await database().select().from(accessLog).where(eq(accessLog.consentId, first.json.consentId))
  expect(rows.map(({ status }) => status)).toEqual([201, 201, 201])
})

test('a renewed certificate of the same third party is the same caller', async () => {
  const id = randomUUID()
  const first = await ask(id)
  expect((await ask(id, { wire: await tppWithQwac(TPP) })).text).toBe(first.text)
})

test('DELETE repeated with its id is answered as it was', async () => {
  const id = randomUUID()
  const { consentId } = (await ask(randomUUID())).json
  expect([(await end(consentId, id)).status, (await end(consentId, id)).status]).toEqual([204, 204])
})

test('DELETE repeated after the day on which the consent would have run out is still answered as it was', async () => {
  const id = randomUUID()
  const { consentId } = (await ask(randomUUID())).json
  expect((await end(consentId, id)).status).toBe(204)
  await database().update(consents).set({ endsAt: sql`placet_now()` }).where(eq(consents.id, consentId))
  expect((await end(consentId, id)).status).toBe(204)
})

test('a refusal is kept for nobody: mended, the same id is served', async () => {
  const id = randomUUID()
  const refused = await ask(id, { body: { ...request, validUntil: '2001-01-01' } })
  expect(refused).toMatchObject({ status: 400, path: 'validUntil' })
  expect((await ask(id)).status).toBe(201)
})

test('after 24 hours the id is free again, swept or not', async () => {
  const ids = [randomUUID(), randomUUID()]
  for (const [index, id] of ids.entries()) {
    const first = await ask(id)
    const aged = { createdAt: sql`placet_now() - interval '24 hours'` }
    await database().update(idempotentAnswers).set(aged).where(eq(idempotentAnswers.requestId, id))
    if (index === 0) await housekeeping()
    const again = await ask(id)
    expect(again.status).toBe(201)
    expect(again.json.consentId).not.toBe(first.json.consentId)
    expect((await ask(id)).text).toBe(again.text)
  }
})

test('what is kept names nobody and shows nothing', async () => {
  const id = randomUUID()
  const { consentId } = (await ask(id)).json
  const [row] = await database().select().from(idempotentAnswers).where(eq(idempotentAnswers.requestId, id))
  expect(row).toMatchObject({ tppId: TPP, consentId })
  expect(row?.sealedAnswer.includes('consentStatus')).toBe(false)
  expect(row?.content).toHaveLength(32)
})

test('reads are never answered from memory', async () => {
  const id = randomUUID()
  const { consentId } = (await ask(randomUUID())).json
  const read = () => tpp.call(`/v1/consents/${consentId}/status`, { headers: { 'x-request-id': id } })
  expect((await read()).json.consentStatus).toBe('received')
  await end(consentId)
  expect((await read()).json.consentStatus).toBe('terminatedByTpp')
})

type Ask = { body?: object | string; headers?: Record<string, string>; wire?: typeof tpp }
