import { eq } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'

vi.hoisted(() => {
  process.env.MARKET_PROFILE = 'explicit-consent'
})
const { database } = await import('@/db/connection')
const { consents } = await import('@/db/schema/consents')
const { dkk, givenFunds, kept: questions, short } = await import('@/e2e/fixtures/funds-in-use')
const { givenAccount, givenBooking, givenPsu } = await import('@/e2e/fixtures/given-consent')
const { givenReader } = await import('@/e2e/fixtures/given-reader')
const { rememberNumber } = await import('@/lib/accounts/account-numbers')
const { getAccount } = await import('@/lib/accounts/get-account')
const { statePreference, withdrawPreference } = await import('@/lib/disclosure/state-preference')
const { toAccountDetails } = await import('./account-shapes')
const { beyondConsent } = await import('./check-coverage')

// What a customer keeps back by a standing no leaves by no answer, although the consent stands as valid: as the desk writes one
// down, which ends nothing. The third party learns no more than that the consent does not give it.

const psuId = await givenPsu()
const { of } = await givenReader('PSDNL-DNB-NEVER', psuId)
const actor = 'system'

test('an account that is never shared is in no list and no read, and its consent names it no more', async () => {
  const bookings = [givenBooking('2026-01-01')]
  const [kept, left] = [await givenAccount({ psuId, bookings }), await givenAccount({ psuId, bookings })]
  const { consentId, read } = await of([{ accountId: kept }, { accountId: left }])
  const before = (await read(`/v1/consents/${consentId}`)).json
  await statePreference({ psuId, kind: 'never-this-account', about: kept, actor })
  const { json } = await read('/v1/accounts?withBalance=true')
  expect(json.accounts.map(({ resourceId }: { resourceId: string }) => resourceId)).toEqual([left])
  const today = new Date().toISOString().slice(0, 10)
  const paths = [
    '',
    '/balances',
    `/transactions?bookingStatus=both&dateFrom=${today}`,
    '/transactions?bookingStatus=information',
  ]
  for (const path of paths) {
    const refused = await read(`/v1/accounts/${kept}${path}`)
    expect([refused.status, refused.code, refused.json.tppMessages[0].text]).toEqual([
      401,
      'CONSENT_INVALID',
      'The consent does not cover this account. Ask for a consent that does.',
    ])
    expect((await read(`/v1/accounts/${left}${path}`)).status).toBe(200)
  }
  const after = (await read(`/v1/consents/${consentId}`)).json
  expect([before.access.accounts.length, after.access.accounts.length]).toEqual([2, 1])
  expect(after.consentStatus).toBe('valid')

  await statePreference({ psuId, kind: 'never-this-third-party', about: 'PSDNL-DNB-NEVER', actor })
  expect((await read('/v1/accounts')).json.accounts).toEqual([])
  expect((await read(`/v1/accounts/${left}/balances`)).code).toBe('CONSENT_INVALID')
  await withdrawPreference({ psuId, kind: 'never-this-third-party', about: 'PSDNL-DNB-NEVER', actor })
  expect((await read(`/v1/accounts/${left}/balances`)).status).toBe(200)
})

test('the second lock: an answer that names it all the same does not leave, whatever the table says', async () => {
  const [kept, left] = [await givenAccount({ psuId }), await givenAccount({ psuId })]
  const right = (accountId: string) => ({
    ...{ accountId, balances: true, transactions: true, ownerName: false, details: true },
  })
  const view = await getAccount({ right: right(kept), withBalance: false })
  rememberNumber(view.account)
  const answer = { accounts: [toAccountDetails(view, 'https://bank.example')] }
  expect(beyondConsent(answer, [right(kept)])).toBeNull()
  expect(beyondConsent(answer, [right(left)])).toBe('account')
})

test('no question about an account that is never shared is answered, nor answered again, and none is written down', async () => {
  const funds = await givenFunds()
  const { ask, account, consentId } = await funds.given()
  const outside = [401, 'CONSENT_INVALID', null]
  const repeated = { 'x-request-id': '11111111-2222-4333-8444-555555555555' }
  expect((await ask({ instructedAmount: dkk('10.00') }, repeated)).json).toEqual({ fundsAvailable: true })
  const no = { psuId: funds.psuId, kind: 'never-this-account', about: account, actor } as const
  await statePreference(no)
  expect(short(await ask())).toEqual(outside)
  expect((await ask({ instructedAmount: dkk('10.00') }, repeated)).status).toBe(401)
  await withdrawPreference(no)
  expect((await ask()).status).toBe(200)
  const never = { ...no, kind: 'never-this-third-party', about: funds.tppId } as const
  await statePreference(never)
  expect(short(await ask())).toEqual(outside)
  await withdrawPreference(never)
  expect(await questions(consentId)).toHaveLength(2)
  const [row] = await database().select().from(consents).where(eq(consents.id, consentId))
  expect(row?.status).toBe('valid')
})
