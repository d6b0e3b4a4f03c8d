import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { applications } from '@/db/schema/applications'
import { accessLog } from '@/db/schema/audit'
import { consents } from '@/db/schema/consents'
import { givenAccount, givenConsent, givenPsu } from '@/e2e/fixtures/given-consent'
import { inDays } from '@/e2e/fixtures/in-days'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { env } from '@/lib/env'

const TPP = 'PSDNL-DNB-ASKS'
const tpp = await tppWithQwac(TPP)
const other = await tppWithQwac('PSDNL-DNB-PRIES')
const iban = 'DK5000400440116243'
const request = {
  access: { accounts: [{ iban }], balances: [{ iban, currency: 'DKK' }] },
  recurringIndicator: true,
  validUntil: '9999-12-31',
  frequencyPerDay: 96,
  combinedServiceIndicator: false,
}
const ask = (change: object = {}) =>
  tpp.call('/v1/consents', {
    method: 'POST',
    headers: { 'psu-ip-address': '192.0.2.1' },
    body: { ...request, ...change },
  })
const path = ({ href }: { href: string }) => href.replace(`${env.MTLS_ORIGIN}/xs2a`, '')

test('a consent asked for is received, and says where everything is', async () => {
  const answer = await ask()
  expect(answer.status).toBe(201)
  const { consentId, _links } = answer.json
  expect(answer.json).toMatchObject({ consentStatus: 'received' })
  expect(answer.headers).toMatchObject({ location: _links.self.href, 'aspsp-sca-approach': 'REDIRECT' })
  expect(_links.scaOAuth.href).toBe(`${env.PUBLIC_ORIGIN}/.well-known/oauth-authorization-server`)
  expect(path(_links.self)).toBe(`/v1/consents/${consentId}`)
  expect((await tpp.call(path(_links.status))).json).toEqual({ consentStatus: 'received' })
  expect((await tpp.call(path(_links.scaStatus))).json).toMatchObject({ scaStatus: 'received' })
  const list = await tpp.call(`${path(_links.self)}/authorisations`)
  expect(_links.scaStatus.href).toContain(list.json.authorisationIds[0])
})

test('what the bank shortened and lowered is what it shows', async () => {
  const { json } = await tpp.call(path((await ask()).json._links.self))
  expect(json).toMatchObject({ recurringIndicator: true, frequencyPerDay: 4, consentStatus: 'received' })
  expect(json.validUntil <= inDays(env.CONSENT_DAYS_MAX)).toBe(true)
  expect(json.lastActionDate).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(json.access).toEqual(request.access)
})

test('empty lists leave the choice of accounts to the customer at the bank', async () => {
  const answer = await ask({ access: { accounts: [], transactions: [] }, recurringIndicator: false })
  const { json } = await tpp.call(path(answer.json._links.self))
  expect(json).toMatchObject({ frequencyPerDay: 1, access: { accounts: [], transactions: [] } })
})

test('the purpose is the first that the application registered', async () => {
  await database()
    .update(applications)
    .set({ purposes: ['See all your accounts', 'Other'] })
    .where(eq(applications.clientId, TPP))
  const { consentId } = (await ask()).json
  expect(await database().select().from(consents).where(eq(consents.id, consentId))).toMatchObject([
    { tppId: TPP, clientId: TPP, purpose: 'See all your accounts' },
  ])
})

test('an id in the path that is foreign, absent or nonsense is one and the same 403', async () => {
  const { consentId } = (await ask()).json
  const paths = ['', '/status', '/authorisations', `/authorisations/${randomUUID()}`]
  for (const below of paths)
    for (const method of below === '' ? ['GET', 'DELETE'] : ['GET']) {
      const texts = []
      for (const id of [consentId, randomUUID(), 'nonsense']) {
        const answer = await other.call(`/v1/consents/${id}${below}`, { method })
        expect([answer.status, answer.code]).toEqual([403, 'CONSENT_UNKNOWN'])
        texts.push(answer.text)
      }
      expect(new Set(texts).size).toBe(1)
    }
  expect((await tpp.call(`/v1/consents/${consentId}/status`)).json.consentStatus).toBe('received')
})

test('an authorisation that the consent does not have is 403 RESOURCE_UNKNOWN', async () => {
  const mine = (await ask()).json
  const theirs = (await ask()).json
  const foreign = path(theirs._links.scaStatus).split('/').at(-1)
  for (const id of [randomUUID(), foreign, 'x']) {
    const answer = await tpp.call(`/v1/consents/${mine.consentId}/authorisations/${id}`)
    expect([answer.status, answer.code]).toEqual([403, 'RESOURCE_UNKNOWN'])
  }
})

test('DELETE ends a consent; repeated it changes nothing and answers the same', async () => {
  const { consentId } = (await ask()).json
  for (let time = 0; time < 2; time++) {
    const answer = await tpp.call(`/v1/consents/${consentId}`, { method: 'DELETE' })
    expect([answer.status, answer.text]).toEqual([204, ''])
  }
  expect((await tpp.call(`/v1/consents/${consentId}/status`)).json.consentStatus).toBe('terminatedByTpp')
})

test('a DELETE that cannot be recorded has not ended the consent; one that ended it is one row', async () => {
  const { consentId } = (await ask()).json
  const end = () => tpp.call(`/v1/consents/${consentId}`, { method: 'DELETE' })
  const owner = new Client(process.env.DATABASE_OWNER_URL)
  await owner.connect()
  await owner.query('revoke insert on access_log from placet_app')
  const unrecorded = await end()
  await owner.query('grant insert on access_log to placet_app')
  await owner.end()
  expect(unrecorded.status).toBe(500)
  expect((await tpp.call(`/v1/consents/${consentId}/status`)).json.consentStatus).toBe('received')
  expect((await end()).status).toBe(204)
  expect((await tpp.call(`/v1/consents/${consentId}/status`)).json.consentStatus).toBe('terminatedByTpp')
  const rows = await database().select().from(accessLog).where(eq(accessLog.consentId, consentId))
  expect(rows.filter(({ method }) => method === 'DELETE')).toMatchObject([{ status: 204, tppId: TPP }])
})

test('a consent whose last day is over reads as expired', async () => {
  const psuId = await givenPsu()
  const accountId = await givenAccount({ psuId, iban })
  const given = { tppId: TPP, psuId, accounts: [{ accountId, transactions: false }] }
  const over = await givenConsent({ ...given, endsAt: new Date(Date.now() - 1) })
  expect((await tpp.call(`/v1/consents/${over.consentId}/status`)).json).toEqual({ consentStatus: 'expired' })
  const valid = await givenConsent(given)
  expect((await tpp.call(`/v1/consents/${valid.consentId}`)).json.access).toEqual({
    accounts: [{ iban, currency: 'DKK' }],
    balances: [{ iban, currency: 'DKK' }],
  })
})

test('creating a consent and its row of the access log are one transaction, with the address sealed', async () => {
  const { consentId } = (await ask()).json
  const rows = await database().select().from(accessLog).where(eq(accessLog.consentId, consentId))
  expect(rows).toMatchObject([
    { method: 'POST', route: '/v1/consents', status: 201, psuPresent: true, tppId: TPP },
  ])
  expect(rows[0]?.sealedPsuAddress?.includes('192.0.2.1')).toBe(false)
})
