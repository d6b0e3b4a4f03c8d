import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { keepIdentity } from './share-identity'

const TPP = 'PSDNL-DNB-7'

test.each([
  ['a signed-in customer', () => givenPsu(), (psuId: string | null) => `psu:${psuId}`],
  ['somebody whom nobody identified', async () => null, () => 'anonymous'],
])('the refusal of %s is in the trail, with who said it', async (_who, given, actor) => {
  const [psuId, uid, requestId] = [await given(), randomUUID(), randomUUID()]
  await keepIdentity({ psuId, tppId: TPP, uid, requestId, alongside: async () => undefined })
  expect(await eventsOf(uid)).toMatchObject([
    { type: 'identity.refused', actor: actor(psuId), psuId, tppId: TPP, requestId },
  ])
})

test('a refusal that does not stand is not in the trail', async () => {
  const uid = randomUUID()
  const keeping = keepIdentity({
    psuId: null,
    tppId: TPP,
    uid,
    requestId: null,
    alongside: async () => {
      throw new Error('the power went out')
    },
  })
  await expect(keeping).rejects.toThrow('the power went out')
  expect(await eventsOf(uid)).toEqual([])
})

const eventsOf = (uid: string) =>
  database()
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.subject, `interaction:${uid}`))
