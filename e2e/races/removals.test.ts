import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { givenConsent, givenPsu } from '@/e2e/fixtures/given-consent'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { requestRemoval } from '@/lib/removal/request-removal'
import { twoServers } from './start-server'

// Two server processes on one database, and answers of a third party that arrive at once.

const TPP = 'PSDNL-DNB-DELETES'
const ROUNDS = 6
// Whatever its role: the licence to ask for funds is none to read accounts.
const tpp = await tppWithQwac(TPP, { roles: ['PSP_IC'] })
const psuId = await givenPsu()
const ports = twoServers('e2e/races/listener-server.ts')

beforeAll(async () => {
  // The first call enrols the third party.
  await tpp.call('/v1/consents/00000000-0000-4000-8000-000000000000')
})

async function asked() {
  const { consentId } = await givenConsent({ tppId: TPP, psuId, accounts: [], status: 'revokedByPsu' })
  const words = { locale: 'en', words: 'Also ask it to delete my data' }
  return {
    consentId,
    ...(await requestRemoval({ consentId, psuId, sessionId: randomUUID(), requestId: null, ...words })),
  }
}
const answer = (removalId: string, body: object, use: number, requestId: string = randomUUID()) =>
  tpp.call(`/v1/data-removals/${removalId}/answer`, {
    method: 'POST',
    port: ports[use % 2] ?? 0,
    headers: { 'x-request-id': requestId },
    body,
  })
const answered = async (consentId: string) =>
  (await database().select().from(auditEvents).where(eq(auditEvents.consentId, consentId))).filter(
    ({ type }) => type === 'removal.answered',
  )

test('of answers that differ and arrive at both processes one counts, and the others are told so', async () => {
  const all = [
    { answer: 'deleted' },
    { answer: 'refused', reason: 'No' },
    { answer: 'partly', reason: 'Some' },
  ]
  for (let round = 0; round < ROUNDS; round++) {
    const { consentId, removalId } = await asked()
    const answers = await Promise.all([...all, ...all].map((body, use) => answer(removalId, body, use)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409])
    expect(await answered(consentId)).toHaveLength(1)
  }
})

test('one answer that is sent many times is one, and everybody hears the same', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { consentId, removalId } = await asked()
    const requestId = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, use) => answer(removalId, { answer: 'deleted' }, use, requestId)),
    )
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 200, json: { dataRemovalId: removalId, status: 'deleted' } })
    expect(await answered(consentId)).toHaveLength(1)
  }
})
