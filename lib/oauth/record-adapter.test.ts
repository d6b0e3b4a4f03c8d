import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { oauthRecords } from '@/db/schema/oauth-records'
import { psus } from '@/db/schema/psus'
import { givenPsu } from '@/e2e/fixtures/oauth-tpp'
import { destroyKey } from '@/lib/vault/vault'
import { recordAdapter } from './record-adapter'

const grants = recordAdapter('Grant')
const ended = { error: 'invalid_grant' }

test('a code or token of a request under way does not come to life after its grant was ended', async () => {
  const grantId = randomUUID()
  await grants.upsert(grantId, { jti: grantId }, 60)
  await database().delete(oauthRecords).where(eq(oauthRecords.grantId, grantId))
  for (const model of ['AuthorizationCode', 'AccessToken', 'RefreshToken'])
    await expect(recordAdapter(model).upsert(randomUUID(), { grantId }, 60)).rejects.toMatchObject(ended)
})

test('a record is used up once', async () => {
  const requests = recordAdapter('PushedAuthorizationRequest')
  const id = randomUUID()
  await requests.upsert(id, { jti: id }, 60)
  await requests.consume(id)
  await expect(requests.consume(id)).rejects.toMatchObject({ error: 'invalid_request_uri' })
  await expect(requests.consume(randomUUID())).rejects.toMatchObject({ error: 'invalid_request_uri' })
})

test("what names a customer is sealed under that customer's key, and gone with it", async () => {
  const psuId = await givenPsu()
  const id = randomUUID()
  await grants.upsert(id, { jti: id, accountId: psuId }, 60)
  expect(await grants.find(id)).toMatchObject({ accountId: psuId })
  const [psu] = await database().select().from(psus).where(eq(psus.id, psuId))
  await destroyKey(psu?.keyId ?? '', 'erasure')
  expect(await grants.find(id)).toBeUndefined()
})

test('a record that has run out is not found, and one of another model neither', async () => {
  const id = randomUUID()
  await grants.upsert(id, { jti: id }, -1)
  expect(await grants.find(id)).toBeUndefined()
  await grants.upsert(id, { jti: id }, 60)
  expect(await grants.find(id)).toBeTruthy()
  expect(await recordAdapter('Interaction').find(id)).toBeUndefined()
})
