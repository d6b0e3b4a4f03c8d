import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { givenConsent } from '@/e2e/fixtures/given-consent'
import { EXPLICIT, givenAuthorisations, NOK, REDIRECT } from '@/e2e/fixtures/plain-redirect'
import { now } from '@/lib/clock'
import { openAuthorisation } from '@/lib/consent/open-authorisation'
import { env } from '@/lib/env'

// xs2a.md 4 and 5: how an authorisation of a consent is started, and what may be sent to it.

const given = await givenAuthorisations()
const { tppId: TPP, tpp, pryer, psuId, accountId, ask, start, put, statusOf, asked } = given

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
    ['the bank itself, with a dot', env.MTLS_ORIGIN.replace('localhost', 'localhost.')],
    ['the bank itself, by its number', env.PUBLIC_ORIGIN.replace('localhost', '0x7f.1')],
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
    const twice = await ask({ 'tpp-redirect-uri': [NOK, NOK] })
    expect([twice.status, twice.path]).toEqual([400, 'TPP-Redirect-URI'])
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
    const whose = { tppId: TPP, psuId, accounts: [{ accountId }] }
    for (const status of [
      'valid',
      'partiallyAuthorised',
      'rejected',
      'terminatedByTpp',
      'expired',
    ] as const) {
      const { consentId } = await givenConsent({ ...whose, status })
      const answer = await start(consentId)
      expect(answer).toMatchObject({ status: 409, code: 'STATUS_INVALID' })
      const halfway = /the bank asks them itself/.test(answer.json.tppMessages[0].text)
      expect(halfway).toBe(status === 'partiallyAuthorised')
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
