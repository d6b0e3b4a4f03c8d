import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { generateKeyPair } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { oauthRecords } from '@/db/schema/oauth-records'
import { post, proof } from '@/e2e/fixtures/oauth-raw'
import {
  allow,
  browser,
  givenConsent,
  givenTpp,
  openPage,
  pendingOf,
  push,
  REDIRECT_URI,
  type Tpp,
} from '@/e2e/fixtures/oauth-tpp'
import { NO_END } from '@/lib/consent/no-end'
import { XS2A_RESOURCE } from './xs2a-resource'

// THR-05: what is granted is what was asked for, one consent at a time, and one's own.

let tpp: Tpp
let keys: CryptoKeyPair
beforeAll(async () => {
  tpp = await givenTpp({ purposes: ['To show your money in one place'] })
  keys = await generateKeyPair('ES256')
})

const WHOLE = {
  type: 'account_information',
  access: { accounts: [], balances: [], transactions: [] },
  recurringIndicator: true,
  validUntil: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
  frequencyPerDay: 4,
}

const pushed = (parameters: Record<string, string>, by = tpp) =>
  post(by, '/oauth/par', {
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
    ...parameters,
  })
const details = (...objects: object[]) => ({ authorization_details: JSON.stringify(objects) })
const ofTpp = (org: string) => database().select().from(consents).where(eq(consents.tppId, org))

test("another's consent is refused exactly like one that does not exist", async () => {
  const other = await givenTpp()
  const foreign = await givenConsent(other.org)
  const absent = randomUUID()
  const text = (answer: { json: Record<string, unknown> }, id: string) =>
    JSON.stringify(answer.json).replaceAll(id, '')
  const [one, two] = [await pushed({ scope: `AIS:${foreign}` }), await pushed({ scope: `AIS:${absent}` })]
  expect(one).toMatchObject({ status: 400, error: 'invalid_scope' })
  expect(text(one, foreign)).toBe(text(two, absent))
  expect(one.json.scope).toBe(`AIS:${foreign}`)
  const named = (consentId: string) => pushed(details({ type: 'account_information', consentId }))
  expect(await named(foreign)).toMatchObject({ status: 400, error: 'invalid_authorization_details' })
  expect((await named(foreign)).json).toEqual((await named(absent)).json)
})

test('a consent that was answered or has ended is refused, when pushed and when opened', async () => {
  const consentId = await givenConsent(tpp.org)
  const { url } = await push(tpp, { scope: `AIS:${consentId}` })
  await database().update(consents).set({ status: 'terminatedByTpp' }).where(eq(consents.id, consentId))
  expect(await pushed({ scope: `AIS:${consentId}` })).toMatchObject({ error: 'invalid_scope' })
  const answer = await browser().go(url)
  expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_scope')
})

// Berlin Group 1.3: PIIS:<consentId> for confirmation of funds, and each scope names consents of its own kind alone.
test('a consent of the other kind is refused exactly like one that does not exist', async () => {
  const funds = await givenConsent(tpp.org, { kind: 'fundsConfirmation', model: 'detailed' })
  const reading = await givenConsent(tpp.org)
  const absent = randomUUID()
  // But for what the request itself said.
  const text = ({ json }: { json: Record<string, unknown> }, id: string) =>
    JSON.stringify(json)
      .replace(/(AIS|PIIS):/, '')
      .replaceAll(id, '')
  const none = text(await pushed({ scope: `PIIS:${absent}` }), absent)
  expect(text(await pushed({ scope: `PIIS:${reading}` }), reading)).toBe(none)
  expect(text(await pushed({ scope: `AIS:${funds}` }), funds)).toBe(none)
  expect((await pushed({ scope: `AIS:${funds} PIIS:${funds}` })).error).toBe('invalid_scope')
  const named = details({ type: 'account_information', consentId: funds })
  expect(await pushed(named)).toMatchObject({ error: 'invalid_authorization_details' })
})

test('the token of a consent for confirmation of funds says so, and its grant has no end', async () => {
  const consentId = await givenConsent(tpp.org, { kind: 'fundsConfirmation', model: 'detailed' })
  const way = await allow(tpp, { scope: `PIIS:${consentId}` })
  const { json } = await post(
    tpp,
    '/oauth/token',
    {
      grant_type: 'authorization_code',
      code: way.callback.searchParams.get('code') ?? '',
      code_verifier: way.verifier,
      redirect_uri: REDIRECT_URI,
    },
    { dpop: await proof(keys, {}) },
  )
  expect(json).toMatchObject({ scope: `PIIS:${consentId}`, refresh_token: expect.any(String) })
  const grant = await database()
    .select({ expiresAt: oauthRecords.expiresAt })
    .from(oauthRecords)
    .where(and(eq(oauthRecords.model, 'Grant'), eq(oauthRecords.grantId, way.grantId ?? '')))
  expect(grant).toEqual([{ expiresAt: NO_END.endsAt }])
})

test('two consents in one request are refused, however they are named', async () => {
  const [one, two] = [await givenConsent(tpp.org), await givenConsent(tpp.org)]
  const naming = (consentId: string) => ({ type: 'account_information', consentId })
  for (const parameters of [
    { scope: `AIS:${one} AIS:${two}` },
    { scope: `AIS:${one}`, ...details(naming(two)) },
    details(naming(one), naming(two)),
    { scope: `AIS:${one}`, ...details(WHOLE) },
    details(WHOLE, WHOLE),
  ])
    expect((await pushed(parameters)).status, JSON.stringify(parameters)).toBe(400)
})

test.each([
  ['an unknown field', { ...WHOLE, everything: true }],
  ['an unknown right', { ...WHOLE, access: { accounts: [], standingOrders: [] } }],
  ['a wrong IBAN', { ...WHOLE, access: { accounts: [{ iban: 'DK0000' }] } }],
  [
    'a mixture of named and offered',
    { ...WHOLE, access: { accounts: [{ iban: 'DK5000400440116243' }], balances: [] } },
  ],
  ['a day in the past', { ...WHOLE, validUntil: '2020-01-01' }],
  ['a frequency of nought', { ...WHOLE, frequencyPerDay: 0 }],
  ['a purpose that was not registered', { ...WHOLE, purpose: 'To sell your data' }],
  ['another type', { type: 'payment_initiation' }],
  ['a consent and a whole request', { ...WHOLE, consentId: randomUUID() }],
])('authorization_details with %s are refused, and no consent is created', async (_what, detail) => {
  const before = await ofTpp(tpp.org)
  expect(await pushed(details(detail))).toMatchObject({ status: 400, error: 'invalid_authorization_details' })
  expect(await ofTpp(tpp.org)).toHaveLength(before.length)
})

test('a whole request that fails in anything else creates nothing', async () => {
  const other = await givenTpp()
  await pushed({ ...details(WHOLE), code_challenge: '' }, other)
  await pushed({ ...details(WHOLE), redirect_uri: 'https://evil.example/' }, other)
  await pushed({ ...details(WHOLE), dpop_jkt: 'x', max_age: 'y' }, other)
  expect(await ofTpp(other.org)).toHaveLength(0)
})

test('a whole request creates its consent when pushed, and the token names it', async () => {
  const other = await givenTpp({ purposes: ['To show your money in one place'] })
  const way = await allow(other, details(WHOLE))
  const [consent, ...more] = await ofTpp(other.org)
  expect(more).toEqual([])
  expect(consent).toMatchObject({
    status: 'valid',
    purpose: 'To show your money in one place',
    recurring: true,
  })
  const { json } = await post(
    other,
    '/oauth/token',
    {
      grant_type: 'authorization_code',
      code: way.callback.searchParams.get('code') ?? '',
      code_verifier: way.verifier,
      redirect_uri: REDIRECT_URI,
    },
    { dpop: await proof(keys, {}) },
  )
  expect(json.authorization_details).toEqual([{ type: 'account_information', consentId: consent?.id }])
  const told = await post(other, '/oauth/introspect', { token: String(json.access_token) })
  expect(told.json).toMatchObject({
    active: true,
    aud: XS2A_RESOURCE,
    authorization_details: json.authorization_details,
  })
})

test('a client cannot say itself which consent its request is about', async () => {
  const foreign = await givenConsent((await givenTpp()).org)
  const agent = browser()
  const { url } = await push(tpp, { scope: 'openid', consent_id: foreign })
  expect((await pendingOf(agent, await openPage(agent, url))).consentId).toBeNull()
})

test('a token for accounts does not open userinfo', async () => {
  const way = await allow(tpp, { scope: `openid AIS:${await givenConsent(tpp.org)}` })
  const { json } = await post(
    tpp,
    '/oauth/token',
    {
      grant_type: 'authorization_code',
      code: way.callback.searchParams.get('code') ?? '',
      code_verifier: way.verifier,
      redirect_uri: REDIRECT_URI,
    },
    { dpop: await proof(keys, {}) },
  )
  const token = String(json.access_token)
  const dpop = await proof(keys, { htm: 'GET', path: '/oauth/userinfo', token })
  const answer = await tpp.fetch(new URL('/oauth/userinfo', tpp.config.serverMetadata().issuer).href, {
    headers: { authorization: `DPoP ${token}`, dpop },
  })
  expect(answer.status).toBeGreaterThanOrEqual(400)
})
