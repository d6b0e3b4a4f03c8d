import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { interactions } from '@/db/schema/interactions'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { now } from '@/lib/clock'
import { findOwnAnswer, isSurelyUnanswered } from './own-answer'

let psuId: string
beforeEach(async () => {
  psuId = await givenPsu()
})

async function givenRequest(given: Partial<typeof interactions.$inferInsert> = {}) {
  const at = await now()
  const uid = randomUUID()
  await database()
    .insert(interactions)
    .values({
      uid,
      clientId: 'PSDNL-DNB-X1',
      tppId: 'PSDNL-DNB-X1',
      consentId: randomUUID(),
      redirectUri: 'https://app.example/back',
      arrivedAt: at,
      requestEndsAt: at,
      ...(given.decision && { decidedAt: at }),
      ...given,
    })
  return uid
}

test.each(['allowed', 'refused'] as const)('who %s it reads so later, nobody else does', async (decision) => {
  const uid = await givenRequest({ psuId, decision })
  expect(await findOwnAnswer({ uid, psuId })).toMatchObject({ decision, clientId: 'PSDNL-DNB-X1' })
  expect(await findOwnAnswer({ uid, psuId: await givenPsu() })).toBeNull()
})

test('what nobody answered, or nobody was signed in to, is nobody’s', async () => {
  const open = await givenRequest({ psuId })
  const nobodys = await givenRequest({ decision: 'refused' })
  for (const uid of [open, nobodys, 'unknown']) expect(await findOwnAnswer({ uid, psuId })).toBeNull()
})

test('that nothing was shared is said only of what surely led to nothing', async () => {
  const consentId = randomUUID()
  const first = await givenRequest({ consentId })
  expect(await isSurelyUnanswered(first)).toBe(true)
  await givenRequest({ consentId, decision: 'allowed', psuId })
  const unsure = [
    first,
    await givenRequest({ decision: 'allowed', psuId }),
    await givenRequest({ consentId: null }),
    'forgotten',
  ]
  for (const uid of unsure) expect(await isSurelyUnanswered(uid)).toBe(false)
})
