import { and, eq } from 'drizzle-orm'
import { generateKeyPair } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { consents } from '@/db/schema/consents'
import { oauthRecords } from '@/db/schema/oauth-records'
import { post, proof } from '@/e2e/fixtures/oauth-raw'
import { allow, givenConsent, givenTpp, REDIRECT_URI, type Tpp } from '@/e2e/fixtures/oauth-tpp'

// THR-01: an authorization code is replayed, injected or intercepted.

let tpp: Tpp
let keys: CryptoKeyPair
beforeAll(async () => {
  tpp = await givenTpp()
  keys = await generateKeyPair('ES256')
})

async function givenCode() {
  const consentId = await givenConsent(tpp.org)
  const way = await allow(tpp, { scope: `AIS:${consentId}` })
  return { ...way, consentId, code: way.callback.searchParams.get('code') ?? '' }
}

async function redeem(way: { code: string; verifier: string }, bent: Record<string, string> = {}, by = tpp) {
  const form = {
    grant_type: 'authorization_code',
    code: way.code,
    code_verifier: way.verifier,
    redirect_uri: REDIRECT_URI,
    ...bent,
  }
  return post(by, '/oauth/token', form, { dpop: await proof(keys, {}) })
}

const recordsOf = (grantId: string | null) =>
  database()
    .select()
    .from(oauthRecords)
    .where(eq(oauthRecords.grantId, grantId ?? ''))

test('a code used twice is refused, and the token that the first use gave is dead; the consent is not', async () => {
  const way = await givenCode()
  const first = await redeem(way)
  expect(first.status).toBe(200)
  const second = await redeem(way)
  expect(second).toMatchObject({ status: 400, error: 'invalid_grant' })
  expect(await recordsOf(way.grantId)).toEqual([])
  const [consent] = await database().select().from(consents).where(eq(consents.id, way.consentId))
  expect(consent?.status).toBe('valid')
  const events = await database()
    .select({ type: auditEvents.type })
    .from(auditEvents)
    .where(and(eq(auditEvents.consentId, way.consentId), eq(auditEvents.tppId, tpp.org)))
  expect(events.map(({ type }) => type)).toEqual([
    'consent.received',
    'authorisation.changed',
    'token.issued',
    'token.replayed',
  ])
})

test("another client's code is refused", async () => {
  const way = await givenCode()
  const other = await givenTpp()
  expect(await redeem(way, {}, other)).toMatchObject({ status: 400, error: 'invalid_grant' })
})

test('a code with another verifier, with none, or for another redirect is refused', async () => {
  const way = await givenCode()
  const bends: Record<string, string>[] = [
    { code_verifier: 'x'.repeat(43) },
    { redirect_uri: `${REDIRECT_URI}/` },
    { redirect_uri: 'https://tpp.example/other' },
  ]
  for (const bent of bends)
    expect(await redeem(way, bent), JSON.stringify(bent)).toMatchObject({ error: 'invalid_grant' })
  const { code } = way
  const without = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI }
  expect(await post(tpp, '/oauth/token', without, { dpop: await proof(keys, {}) })).toMatchObject({
    error: 'invalid_grant',
  })
})

test('a refused code says what can be mended, and of unknown, foreign and used ones the same', async () => {
  const way = await givenCode()
  const text = async (bent: Record<string, string>, by = tpp) =>
    (await redeem(way, bent, by)).json.error_description
  expect(await text({ code_verifier: 'x'.repeat(43) })).toMatch(/^code_verifier does not fit/)
  expect(await text({ redirect_uri: 'https://tpp.example/other' })).toMatch(/^redirect_uri is not the one/)
  const unknown = await text({ code: 'x'.repeat(43) })
  expect(unknown).toMatch(/^The code is not known here, was used, or has run out/)
  expect(await text({}, await givenTpp())).toBe(unknown)
  expect((await redeem(way)).status).toBe(200)
  expect(await text({})).toBe(unknown)
})

test('a refresh token that is not there says with what it ends', async () => {
  const form = { grant_type: 'refresh_token', refresh_token: 'x'.repeat(43) }
  const { json } = await post(tpp, '/oauth/token', form, { dpop: await proof(keys, {}) })
  expect(json).toMatchObject({ error: 'invalid_grant', error_description: expect.stringMatching(/consent/) })
})

test('a code is refused once its 60 seconds are over', async () => {
  const way = await givenCode()
  await database()
    .update(oauthRecords)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(and(eq(oauthRecords.model, 'AuthorizationCode'), eq(oauthRecords.grantId, way.grantId ?? '')))
  expect(await redeem(way)).toMatchObject({ status: 400, error: 'invalid_grant' })
})

test('a code is refused after the customer stopped sharing, and no token is left behind', async () => {
  const way = await givenCode()
  await database()
    .delete(oauthRecords)
    .where(and(eq(oauthRecords.grantId, way.grantId ?? ''), eq(oauthRecords.model, 'Grant')))
  expect(await redeem(way)).toMatchObject({ status: 400, error: 'invalid_grant' })
})

test('nothing of a bearer value stands in the table', async () => {
  const way = await givenCode()
  const { json } = await redeem(way)
  const rows = await recordsOf(way.grantId)
  const dump =
    Buffer.concat(rows.map(({ sealedPayload }) => sealedPayload)).toString('latin1') + JSON.stringify(rows)
  for (const secret of [way.code, String(json.access_token), String(json.refresh_token)])
    expect(dump.includes(secret)).toBe(false)
})
