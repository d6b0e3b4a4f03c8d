import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { givenAccount, givenConsent, givenPsu } from '@/e2e/fixtures/given-consent'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { NO_END } from '@/lib/consent/no-end'
import { env } from '@/lib/env'

// xs2a.md 2.4: consents for confirmation of funds live below a path of their own, for CBPIIs alone.

const TPP = 'PSDNL-DNB-CARDS'
const FUNDS = '/v2/consents/confirmation-of-funds'
const tpp = await tppWithQwac(TPP, { roles: ['PSP_IC', 'PSP_AI'] })
const reader = await tppWithQwac('PSDNL-DNB-READER', { roles: ['PSP_AI'] })
const other = await tppWithQwac('PSDNL-DNB-CARDS2', { roles: ['PSP_IC'] })
const iban = 'DK5000400440116243'

const ask = (body: object = {}, from = tpp) =>
  from.call(FUNDS, {
    method: 'POST',
    headers: { 'psu-ip-address': '192.0.2.1' },
    body: { account: { iban }, ...body },
  })
const path = ({ href }: { href: string }) => href.replace(`${env.MTLS_ORIGIN}/xs2a`, '')
const short = ({ status, code, path: at }: { status: number; code: string | null; path: string | null }) => [
  status,
  code,
  at,
]

test('who may only read accounts cannot ask, nor see that anything is there', async () => {
  const { consentId } = (await ask()).json
  expect(short(await ask({}, reader))).toEqual([401, 'ROLE_INVALID', null])
  for (const below of ['', '/status', '/authorisations'])
    expect((await reader.call(`${FUNDS}/${consentId}${below}`)).code).toBe('ROLE_INVALID')
})

test('a consent of the other kind, of another third party, or none at all are one answer', async () => {
  const { consentId } = (await ask()).json
  const psuId = await givenPsu()
  const accountId = await givenAccount({ psuId })
  const reading = await givenConsent({ tppId: TPP, psuId, accounts: [{ accountId }] })
  const ways = ['', '/status', '/authorisations', `/authorisations/${randomUUID()}`]
  for (const below of ways)
    for (const method of below === '' ? ['GET', 'DELETE'] : ['GET']) {
      const answers = await Promise.all([
        tpp.call(`${FUNDS}/${reading.consentId}${below}`, { method }),
        tpp.call(`/v1/consents/${consentId}${below}`, { method }),
        other.call(`${FUNDS}/${consentId}${below}`, { method }),
        tpp.call(`${FUNDS}/${randomUUID()}${below}`, { method }),
      ])
      for (const answer of answers) expect(short(answer)).toEqual([403, 'CONSENT_UNKNOWN', null])
      expect(new Set(answers.map(({ json }) => json.tppMessages[0].text)).size).toBe(1)
    }
  const rows = await database().select().from(consents).where(eq(consents.tppId, TPP))
  expect(rows.map(({ status }) => status)).not.toContain('terminatedByTpp')
})

test.each<[string, object, string, string]>([
  ['no account', { account: undefined }, 'FORMAT_ERROR', 'account'],
  ['an IBAN that is none', { account: { iban: 'DK5000400440116244' } }, 'FORMAT_ERROR', 'account.iban'],
  ['an account under a BBAN', { account: { bban: '00400440116243' } }, 'SERVICE_INVALID', 'account'],
  ['an end', { validUntil: '2099-12-31' }, 'FORMAT_ERROR', 'validUntil'],
  ['a frequency', { frequencyPerDay: 4 }, 'FORMAT_ERROR', 'frequencyPerDay'],
  ['a card number too long', { cardNumber: '1'.repeat(36) }, 'FORMAT_ERROR', 'cardNumber'],
  ['a day that does not exist', { cardExpiryDate: '2027-02-30' }, 'FORMAT_ERROR', 'cardExpiryDate'],
  ['more of a card than fits', { cardInformation: 'x'.repeat(141) }, 'FORMAT_ERROR', 'cardInformation'],
  ['a line break', { registrationInformation: 'a\nb' }, 'FORMAT_ERROR', 'registrationInformation'],
  ['a day of the year 0', { cardExpiryDate: '0000-01-01' }, 'FORMAT_ERROR', 'cardExpiryDate'],
  ['a line turned round', { cardInformation: 'Kassa\u202edrac' }, 'FORMAT_ERROR', 'cardInformation'],
  ['nothing to see', { cardInformation: 'Kas\u200bsa' }, 'FORMAT_ERROR', 'cardInformation'],
  ['markup', { registrationInformation: '<b>Kassa</b>' }, 'FORMAT_ERROR', 'registrationInformation'],
  [
    'a mix of scripts',
    { registrationInformation: 'Nordh\u0430vn' },
    'FORMAT_ERROR',
    'registrationInformation',
  ],
])('a request with %s is refused', async (_what, change, code, at) => {
  expect(short(await ask(change))).toEqual([400, code, at])
})

test('a consent asked for is received, has no end, and says where everything is', async () => {
  const answer = await ask()
  expect(answer.status).toBe(201)
  const { consentId, _links } = answer.json
  expect(answer.headers).toMatchObject({ location: _links.self.href, 'aspsp-sca-approach': 'REDIRECT' })
  expect(path(_links.self)).toBe(`${FUNDS}/${consentId}`)
  expect((await tpp.call(path(_links.status))).json).toEqual({ consentStatus: 'received' })
  expect((await tpp.call(path(_links.scaStatus))).json).toMatchObject({ scaStatus: 'received' })
  const list = await tpp.call(`${path(_links.self)}/authorisations`)
  expect(_links.scaStatus.href).toContain(list.json.authorisationIds[0])
  expect(await database().select().from(consents).where(eq(consents.id, consentId))).toMatchObject([
    { kind: 'fundsConfirmation', model: 'detailed', status: 'received', ...NO_END },
  ])
})

test('what was asked for can be read, but for the middle of a card number', async () => {
  const card = {
    cardNumber: '5409 0500 0000 0001',
    cardExpiryDate: '2028-01-31',
    cardInformation: 'Kassa card',
    registrationInformation: 'Contract 7781',
  }
  const { json } = await tpp.call(path((await ask(card)).json._links.self))
  expect(json).toEqual({
    account: { iban },
    ...card,
    cardNumber: '540905******0001',
    consentStatus: 'received',
  })
  expect((await tpp.call(path((await ask()).json._links.self))).json).toEqual({
    account: { iban },
    consentStatus: 'received',
  })
})

test('half of a character is refused wherever it stands', async () => {
  for (const change of [{ cardInformation: 'Kassa \ud800' }, { registrationInformation: '\udc00' }])
    expect(short(await ask(change)).slice(0, 2)).toEqual([400, 'FORMAT_ERROR'])
})

test('a text is shown composed, in one line of single spaces; a blank one is none', async () => {
  const given = { cardInformation: ' Ka\u0301rta  one ', registrationInformation: '   ' }
  const { json } = await tpp.call(path((await ask(given)).json._links.self))
  expect(json).toEqual({ account: { iban }, cardInformation: 'K\u00e1rta one', consentStatus: 'received' })
})

test('it is ended by its third party, once', async () => {
  const { _links } = (await ask()).json
  expect((await tpp.call(path(_links.self), { method: 'DELETE' })).status).toBe(204)
  expect((await tpp.call(path(_links.self), { method: 'DELETE' })).status).toBe(204)
  expect((await tpp.call(path(_links.status))).json).toEqual({ consentStatus: 'terminatedByTpp' })
})

test('an explicit start gives an authorisation below the same path', async () => {
  const asked = await tpp.call(FUNDS, {
    method: 'POST',
    headers: { 'psu-ip-address': '192.0.2.1', 'tpp-explicit-authorisation-preferred': 'true' },
    body: { account: { iban } },
  })
  const started = await tpp.call(path(asked.json._links.startAuthorisation), { method: 'POST', body: {} })
  expect(started.status).toBe(201)
  expect(path(started.json._links.scaStatus)).toContain(`${FUNDS}/${asked.json.consentId}/authorisations/`)
  expect((await tpp.call(path(started.json._links.scaStatus))).json.scaStatus).toBe('received')
})
