import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { interactions } from '@/db/schema/interactions'
import { oauthRecords, oauthReplays } from '@/db/schema/oauth-records'
import { bankKey } from '@/lib/vault/vault'
import { sweepExpired } from './sweep-expired'

const hours = (count: number) => new Date(Date.now() + count * 3_600_000)

test('what has run out goes, and nothing else: a proof or a way back that is still wanted stays', async () => {
  const sealedPayload = (await bankKey()).seal('oauth_records.payload', {})
  for (const expiresAt of [hours(-1), hours(1)]) {
    await database()
      .insert(oauthRecords)
      .values({ model: 'X', id: randomBytes(32), sealedPayload, expiresAt })
    await database()
      .insert(oauthReplays)
      .values({ id: randomBytes(32), expiresAt })
  }
  const ended = { clientId: 'x', tppId: 'x', redirectUri: 'https://x.example/' }
  for (const requestEndsAt of [hours(-25), hours(-23)])
    await database()
      .insert(interactions)
      .values({ uid: String(requestEndsAt), arrivedAt: hours(-26), requestEndsAt, ...ended })
  expect(await sweepExpired()).toEqual({ removed: 3 })
  expect(await database().select().from(oauthRecords)).toHaveLength(1)
  expect(await database().select().from(oauthReplays)).toHaveLength(1)
  expect(await database().select().from(interactions)).toHaveLength(1)
  expect(await sweepExpired()).toEqual({ removed: 0 })
})
