import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { noticeSettings, notices } from '@/db/schema/notices'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { now } from '@/lib/clock'
import { justDone } from './just-done'
import { sendTest } from './send-test'

const MINUTE = 60_000
const said = async (word: string | undefined, psuId: string) => justDone(word, { psuId, now: await now() })

test('a link alone says of nothing that it was done', async () => {
  const psuId = await givenPsu()
  for (const word of ['read', 'saved', 'tested', 'already', 'mailed', 'constructor', '', undefined])
    expect(await said(word, psuId), word).toBeNull()
})

test('what was done is said, to whoever did it, for some minutes, and not that it was mailed', async () => {
  const psuId = await givenPsu()
  const at = await now()
  await sendTest({ psuId, now: at })
  await database()
    .insert(noticeSettings)
    .values({ psuId, mail: {}, quietFrom: null, quietTo: null, changedAt: at })
  expect(await said('read', psuId)).toBeNull()
  await database().update(notices).set({ readAt: at }).where(eq(notices.psuId, psuId))
  for (const word of ['read', 'saved', 'tested', 'already']) expect(await said(word, psuId)).toBe(word)
  expect(await said('mailed', psuId)).toBeNull()
  expect(await said('saved', await givenPsu())).toBeNull()
  const since = new Date(at.getTime() + 6 * MINUTE)
  for (const word of ['read', 'saved', 'tested'])
    expect(await justDone(word, { psuId, now: since }), word).toBeNull()
})
