import { randomBytes, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { authorisations } from '@/db/schema/authorisations'
import { consents } from '@/db/schema/consents'
import { interactions } from '@/db/schema/interactions'
import { givenConsent, givenPsu, givenToken } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { now } from '@/lib/clock'
import { approveConsent } from '@/lib/consent/approve-consent'
import { hashCode } from '@/lib/consent/confirm-authorisation'
import { hashRecord } from '@/lib/consent/consent-record'
import { findConsentRequest } from '@/lib/consent/find-consent-request'
import { openAuthorisation } from '@/lib/consent/open-authorisation'
import { recordOfRequest } from '@/lib/consent/record-of-request'
import { refuseConsent } from '@/lib/consent/refuse-consent'
import { env } from '@/lib/env'
import { findRedirect } from '@/lib/redirect/find-redirect'
import { finishRedirect } from '@/lib/redirect/finish-redirect'
import { markRedirect } from '@/lib/redirect/mark-redirect'
import { openRedirect } from '@/lib/redirect/open-redirect'

// xs2a.md 4 and 5: how an authorisation is started, led on and confirmed.

const TPP = 'PSDNL-DNB-AUTH'
const tpp = await tppWithQwac(TPP, { hosts: ['saldo.example'] })
const pryer = await tppWithQwac('PSDNL-DNB-PRYAUTH')
const iban = 'DK5000400440116243'
const BACK = 'https://app.saldo.example/back?session=7'
const NOK = 'https://saldo.example/nok'
let psuId: string
let accountId: string

beforeAll(async () => {
  psuId = await givenPsu()
  accountId = await givenPaymentAccount({ psuId, iban })
})

const ask = (headers: Record<string, string | string[]> = {}) =>
  tpp.call('/v1/consents', {
    method: 'POST',
    headers: { 'psu-ip-address': '192.0.2.1', ...headers },
    body: {
      access: { balances: [{ iban }] },
      recurringIndicator: true,
      validUntil: '9999-12-31',
      frequencyPerDay: 4,
      combinedServiceIndicator: false,
    },
  })
const EXPLICIT = { 'tpp-explicit-authorisation-preferred': 'true' }
const REDIRECT = { 'tpp-redirect-uri': BACK, 'tpp-nok-redirect-uri': NOK }
const start = (consentId: string, { headers = {}, body = {}, from = tpp } = {}) =>
  from.call(`/v1/consents/${consentId}/authorisations`, { method: 'POST', headers, body })
const put = (consentId: string, authorisationId: string, body: object, from = tpp) =>
  from.call(`/v1/consents/${consentId}/authorisations/${authorisationId}`, { method: 'PUT', body })
const statusOf = async (consentId: string, authorisationId: string) => {
  const path = `/v1/consents/${consentId}`
  const own = await tpp.call(`${path}/status`)
  const sca = await tpp.call(`${path}/authorisations/${authorisationId}`)
  return [own.json.consentStatus, sca.json.scaStatus]
}
const inPath = (href: string) => href.slice(href.lastIndexOf('/') + 1)

/** A consent asked for by plain redirect, with the id of its link. */
async function asked(headers: Record<string, string> = REDIRECT) {
  const { json } = await ask(headers)
  const uid = inPath(json._links.scaRedirect.href)
  return { consentId: json.consentId, authorisationId: inPath(json._links.scaStatus.href), uid }
}

/** The customer allows on the page behind the link; returns the code that their browser is given. */
async function allowed({ consentId, uid }: { consentId: string; uid: string }) {
  await openRedirect(uid, await now())
  const request = await findConsentRequest({ consentId, tppId: TPP, now: await now() })
  if (!request) throw new Error('no such request')
  const rights = { balances: true, transactions: false, ownerName: false }
  const accounts = [{ iban, currency: 'DKK', ...rights }]
  const record = recordOfRequest({ request, accounts, bank: 'Nordhavn Bank', locale: 'en' })
  const nonce = randomBytes(32)
  const code = randomBytes(32).toString('base64url')
  await approveConsent({
    consentId,
    tppId: TPP,
    psuId,
    grantId: null,
    confirmation: { hash: hashCode(code), endsAt: new Date((await now()).getTime() + 600_000) },
    accounts: [{ accountId, card: false, ...rights }],
    record,
    recordHash: hashRecord(nonce, record),
    nonce,
    evidence: 'signed',
    credentialId: 'passkey',
    assertion: { id: 'passkey' },
    interactionUid: uid,
    requestId: null,
    alongside: (tx, at) => markRedirect(tx, { uid, decision: 'allowed', psuId, at }),
  })
  return code
}

describe('what may not be sent', () => {
  test.each([
    ['psuData', { psuData: { password: 'secret' } }],
    ['authenticationMethodId', { authenticationMethodId: '901' }],
    ['scaAuthenticationData', { scaAuthenticationData: '123456' }],
  ])('%s is refused: customers authenticate at the bank alone', async (path, body) => {
    const { consentId, authorisationId } = await asked()
    for (const answer of [await start(consentId, { body }), await put(consentId, authorisationId, body)])
      expect([answer.status, answer.code, answer.path]).toEqual([400, 'SERVICE_INVALID', path])
  })

  test.each([
    ['http', 'http://saldo.example/back'],
    ['a script', 'javascript:alert(1)'],
    ['data', 'data:text/html,hello'],
    ['a user name', 'https://bank.example@saldo.example/'],
    ['a fragment', 'https://saldo.example/#x'],
    ['the bank itself', `${env.PUBLIC_ORIGIN}/sign-out`],
    ['no address', 'saldo.example/back'],
    ['one that is too long', `https://saldo.example/${'a'.repeat(2_048)}`],
  ])('an address to return to that is %s', async (_what, uri) => {
    const { consentId } = (await ask(EXPLICIT)).json
    for (const name of ['TPP-Redirect-URI', 'TPP-Nok-Redirect-URI']) {
      const headers = { ...REDIRECT, [name.toLowerCase()]: uri }
      for (const answer of [await ask(headers), await start(consentId, { headers })])
        expect([answer.status, answer.code, answer.path]).toEqual([400, 'FORMAT_ERROR', name])
    }
  })

  test('an address for a no without one for a yes, and the same header twice', async () => {
    expect(await ask({ 'tpp-nok-redirect-uri': NOK })).toMatchObject({
      status: 400,
      path: 'TPP-Redirect-URI',
    })
    const twice = await ask({ 'tpp-redirect-uri': [BACK, NOK] })
    expect([twice.status, twice.path]).toEqual([400, 'tpp-redirect-uri'])
  })

  test.each(['yes', '1', 'TRUE', ''])('a preference that is no boolean: %j', async (value) => {
    for (const name of [
      'tpp-redirect-preferred',
      'tpp-decoupled-preferred',
      'tpp-explicit-authorisation-preferred',
    ])
      expect(await ask({ [name]: value })).toMatchObject({ status: 400, code: 'FORMAT_ERROR' })
  })
})

describe('ownership', () => {
  test("another's consent or authorisation reads exactly like one that does not exist", async () => {
    const { consentId, authorisationId } = await asked()
    const nowhere = randomUUID()
    const told = ({ status, json }: Awaited<ReturnType<typeof start>>) => [status, json.tppMessages]
    expect(told(await start(consentId, { from: pryer }))).toEqual(told(await start(nowhere)))
    const code = { confirmationCode: 'x' }
    expect(told(await put(consentId, authorisationId, code, pryer))).toEqual(
      told(await put(nowhere, authorisationId, code)),
    )
    const unknown = await put(consentId, nowhere, code)
    expect([unknown.status, unknown.code]).toEqual([403, 'RESOURCE_UNKNOWN'])
    const { consentId: own } = await asked()
    expect((await put(own, authorisationId, code)).code).toBe('RESOURCE_UNKNOWN')
  })
})

describe('explicit start', () => {
  test('answers with startAuthorisation and nothing that leads the customer on', async () => {
    const { json, headers } = await ask({ ...EXPLICIT, ...REDIRECT })
    expect(Object.keys(json._links).sort()).toEqual(['self', 'startAuthorisation', 'status'])
    expect(headers['aspsp-sca-approach']).toBe('REDIRECT')
    const list = await tpp.call(`/v1/consents/${json.consentId}/authorisations`)
    expect(list.json).toEqual({ authorisationIds: [] })
  })

  test('the started one is listed, and remembers where the consent wanted its customer back', async () => {
    const { consentId } = (await ask({ ...EXPLICIT, ...REDIRECT })).json
    const { status, json, headers } = await start(consentId)
    expect([status, json.scaStatus]).toEqual([201, 'received'])
    expect(headers).toMatchObject({ location: json._links.scaStatus.href, 'aspsp-sca-approach': 'REDIRECT' })
    expect(json._links.scaRedirect.href).toMatch(/\/interaction\/sca_[\w-]{43}$/)
    const list = await tpp.call(`/v1/consents/${consentId}/authorisations`)
    expect(list.json).toEqual({ authorisationIds: [json.authorisationId] })
  })

  test('implicitly there is one from the start; preferences for an approach change nothing', async () => {
    for (const preferred of ['true', 'false']) {
      const { status, json, headers } = await ask({
        'tpp-explicit-authorisation-preferred': 'false',
        'tpp-redirect-preferred': preferred,
        'tpp-decoupled-preferred': 'true',
      })
      expect(status).toBe(201)
      expect(Object.keys(json._links).sort()).toEqual(['scaOAuth', 'scaStatus', 'self', 'status'])
      expect(headers['aspsp-sca-approach']).toBe('REDIRECT')
    }
  })

  test('no more once the consent has ended, and no more than ten at once', async () => {
    const given = { tppId: TPP, psuId, accounts: [{ accountId }] }
    for (const status of [
      'valid',
      'partiallyAuthorised',
      'rejected',
      'terminatedByTpp',
      'expired',
    ] as const) {
      const { consentId } = await givenConsent({ ...given, status })
      expect(await start(consentId)).toMatchObject({ status: 409, code: 'STATUS_INVALID' })
    }
    const { consentId } = (await ask(EXPLICIT)).json
    for (let many = 0; many < 10; many++) expect((await start(consentId)).status).toBe(201)
    expect(await start(consentId)).toMatchObject({ status: 409, code: 'STATUS_INVALID' })
  })

  test('a customer who comes by OAuth opens the newest that is open, or one of their own', async () => {
    const { consentId } = (await ask(EXPLICIT)).json
    const opened = await openAuthorisation({ consentId, tppId: TPP, uid: 'one', at: await now() })
    expect(await statusOf(consentId, opened)).toEqual(['received', 'started'])
    const { authorisationId } = (await start(consentId)).json
    expect(await openAuthorisation({ consentId, tppId: TPP, uid: 'two', at: await now() })).toBe(
      authorisationId,
    )
  })
})

describe('plain redirect', () => {
  test('a link of the bank, unguessable, beside OAuth; an address outside of the certificate is warned of', async () => {
    const { json } = await ask(REDIRECT)
    const link = new URL(json._links.scaRedirect.href)
    expect([link.origin, link.search]).toEqual([env.PUBLIC_ORIGIN, ''])
    expect(json._links.scaOAuth).toBeDefined()
    expect(json._links.confirmation).toEqual(json._links.scaStatus)
    expect(json.tppMessages).toBeUndefined()
    const foreign = await ask({ ...REDIRECT, 'tpp-nok-redirect-uri': 'https://elsewhere.example/' })
    expect(foreign.status).toBe(201)
    expect(foreign.json.tppMessages).toMatchObject([{ category: 'WARNING', path: 'TPP-Nok-Redirect-URI' }])
  })

  test('the link is good for ten minutes, and then leads back', async () => {
    const { uid } = await asked()
    expect(await findRedirect(uid, await now())).toMatchObject({ pending: { tppId: TPP } })
    const later = new Date((await now()).getTime() + 600_000)
    expect(await findRedirect(uid, later)).toMatchObject({ ended: { reason: 'expired', backTo: NOK } })
    expect(await findRedirect(`sca_${'a'.repeat(43)}`, later)).toMatchObject({ ended: { reason: 'unknown' } })
    await database()
      .update(interactions)
      .set({ requestEndsAt: new Date(Date.now() - 1_000) })
      .where(eq(interactions.uid, uid))
    await expect(
      database().transaction((tx) => markRedirect(tx, { uid, decision: 'allowed', psuId, at: new Date() })),
    ).rejects.toMatchObject({ code: 'already_decided' })
  })

  test('opening moves it once, allowing makes it unconfirmed and nothing valid, the code does', async () => {
    const request = await asked()
    const { consentId, authorisationId, uid } = request
    await openRedirect(uid, await now())
    expect(await statusOf(consentId, authorisationId)).toEqual(['received', 'started'])
    const code = await allowed(request)
    expect(await statusOf(consentId, authorisationId)).toEqual(['received', 'unconfirmed'])
    expect(await read(consentId)).toMatchObject({ status: 401, code: 'CONSENT_INVALID' })
    const back = await finishRedirect({ uid, code })
    expect(back?.returnTo).toBe(`${BACK}&confirmationCode=${code}`)
    const confirmed = await put(consentId, authorisationId, { confirmationCode: code })
    expect([confirmed.status, confirmed.json.scaStatus]).toEqual([200, 'finalised'])
    expect(await statusOf(consentId, authorisationId)).toEqual(['valid', 'finalised'])
    expect(await put(consentId, authorisationId, { confirmationCode: code })).toMatchObject({
      status: 409,
      code: 'STATUS_INVALID',
    })
  })

  test('without the code that the browser was given the link gives none', async () => {
    const request = await asked()
    await allowed(request)
    for (const code of [null, 'another']) expect(await finishRedirect({ uid: request.uid, code })).toBeNull()
  })

  test('a wrong code ends it: failed, rejected, and the right one comes too late', async () => {
    const request = await asked()
    const { consentId, authorisationId } = request
    const code = await allowed(request)
    const wrong = await put(consentId, authorisationId, { confirmationCode: 'wrong' })
    expect([wrong.status, wrong.json.scaStatus]).toEqual([200, 'failed'])
    expect(await statusOf(consentId, authorisationId)).toEqual(['rejected', 'failed'])
    const late = await put(consentId, authorisationId, { confirmationCode: code })
    expect([late.status, late.code]).toEqual([400, 'SCA_INVALID'])
  })

  test('a code that has run out, and the code of another authorisation', async () => {
    const [old, other] = [await asked(), await asked()]
    const [code, foreign] = [await allowed(old), await allowed(other)]
    await database()
      .update(authorisations)
      .set({ confirmationEndsAt: new Date(Date.now() - 1_000) })
      .where(eq(authorisations.id, old.authorisationId))
    expect((await put(old.consentId, old.authorisationId, { confirmationCode: code })).json.scaStatus).toBe(
      'failed',
    )
    const third = await asked()
    await allowed(third)
    expect(
      (await put(third.consentId, third.authorisationId, { confirmationCode: foreign })).json.scaStatus,
    ).toBe('failed')
  })

  test('a code before the customer has decided, and nothing at all', async () => {
    const { consentId, authorisationId } = await asked()
    expect(await put(consentId, authorisationId, { confirmationCode: 'x' })).toMatchObject({ status: 409 })
    expect(await put(consentId, authorisationId, {})).toMatchObject({ status: 400, code: 'SERVICE_INVALID' })
  })

  test('of twenty confirmations at once one confirms', async () => {
    const request = await asked()
    const code = await allowed(request)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        put(request.consentId, request.authorisationId, { confirmationCode: code }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
  })

  test('a no leads to the other address, and the authorisation has failed', async () => {
    const { consentId, authorisationId, uid } = await asked()
    await refuseConsent({
      consentId,
      tppId: TPP,
      psuId: null,
      requestId: null,
      alongside: (tx, at) => markRedirect(tx, { uid, decision: 'refused', psuId: null, at }),
    })
    expect((await finishRedirect({ uid, code: null }))?.returnTo).toBe(NOK)
    expect(await statusOf(consentId, authorisationId)).toEqual(['rejected', 'failed'])
    const late = await put(consentId, authorisationId, { confirmationCode: 'x' })
    expect([late.status, late.code]).toEqual([400, 'SCA_INVALID'])
  })
})

describe('reading by the certificate alone', () => {
  const confirmed = async () => {
    const request = await asked()
    const confirmationCode = await allowed(request)
    await put(request.consentId, request.authorisationId, { confirmationCode })
    return request.consentId
  }

  test('not under a consent that was allowed by OAuth, whoever forgets the token', async () => {
    const { consentId } = await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId }] })
    expect(await read(consentId)).toMatchObject({ status: 401, code: 'TOKEN_UNKNOWN' })
  })

  test('not by another third party, and not with a token of something else', async () => {
    const consentId = await confirmed()
    expect(await read(consentId, {}, pryer)).toMatchObject({ status: 400, code: 'CONSENT_UNKNOWN' })
    const { grantId } = await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId }] })
    const token = await givenToken({ grantId, certificateThumbprint: 'x' })
    for (const authorization of [`Bearer ${token}`, 'Bearer nonsense', 'Basic eDp5'])
      expect((await read(consentId, { authorization })).status).toBe(401)
  })

  test('with it the consent reads, until it is stopped', async () => {
    const consentId = await confirmed()
    const { status, json } = await read(consentId)
    expect([status, json.accounts?.length]).toEqual([200, 1])
    await database().update(consents).set({ status: 'revokedByPsu' }).where(eq(consents.id, consentId))
    expect(await read(consentId)).toMatchObject({ status: 401, code: 'CONSENT_INVALID' })
  })
})

const read = (consentId: string, headers: Record<string, string> = {}, from = tpp) =>
  from.call('/v1/accounts', { headers: { 'consent-id': consentId, ...headers } })
