import { describe, expect, test } from 'vitest'
import { givenAccount, givenConsent, givenPsu } from '@/e2e/fixtures/given-consent'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { env } from '@/lib/env'

// xs2a.md 3.1 and 2.1 at the door: what is asked for in each model, and how it reads back.

const TPP = 'PSDNL-DNB-MODELS'
const tpp = await tppWithQwac(TPP)
const iban = 'DK5000400440116243'
const ask = (access: object, change: object = {}) =>
  tpp.call('/v1/consents', {
    method: 'POST',
    headers: { 'psu-ip-address': '192.0.2.1' },
    body: {
      access,
      recurringIndicator: false,
      validUntil: '9999-12-31',
      frequencyPerDay: 1,
      combinedServiceIndicator: false,
      ...change,
    },
  })
const readBack = async (access: object) => {
  const { consentId } = (await ask(access)).json
  return (await tpp.call(`/v1/consents/${consentId}`)).json
}
const LINKS = {
  account: { href: `${env.MTLS_ORIGIN}/xs2a/v1/accounts` },
  'card-account': { href: `${env.MTLS_ORIGIN}/xs2a/v1/card-accounts` },
}

describe('refused', () => {
  test.each<[string, object, object, [number, string, string]]>([
    [
      'a list of accounts again and again',
      { availableAccounts: 'allAccounts' },
      { recurringIndicator: true },
      [400, 'SERVICE_INVALID', 'recurringIndicator'],
    ],
    [
      'all accounts and named ones',
      { allPsd2: 'allAccounts', accounts: [{ iban }] },
      {},
      [400, 'FORMAT_ERROR', 'access.allPsd2'],
    ],
    [
      'two identifiers for one account',
      { accounts: [{ iban, pan: '4111111111111111' }] },
      {},
      [400, 'FORMAT_ERROR', 'access.accounts[0]'],
    ],
    [
      'restrictedTo beside named accounts',
      { accounts: [{ iban }], restrictedTo: ['CACC'] },
      {},
      [400, 'FORMAT_ERROR', 'access.restrictedTo'],
    ],
    [
      'an owner that is not asked for otherwise',
      { accounts: [{ iban }], additionalInformation: { ownerName: [{ iban: 'NL91ABNA0417164300' }] } },
      {},
      [400, 'FORMAT_ERROR', 'access.additionalInformation.ownerName'],
    ],
  ])('%s', async (_what, access, change, refusal) => {
    const answer = await ask(access, change)
    expect([answer.status, answer.code, answer.path]).toEqual(refusal)
  })
})

test.each<[object]>([
  [{ allPsd2: 'allAccounts' }],
  [{ allPsd2: 'allAccountsWithOwnerName', restrictedTo: ['CACC', 'CARD'] }],
  [{ availableAccounts: 'allAccountsWithOwnerName' }],
  [{ availableAccountsWithBalance: 'allAccounts' }],
  [{ accounts: [], balances: [], additionalInformation: { ownerName: [] } }],
])('%j reads back as it was asked for', async (access) => {
  const read = await readBack(access)
  expect(read.access).toEqual(access)
  expect(read._links).toEqual(LINKS)
})

test('empty lists beside all accounts are taken and left out', async () => {
  const read = await readBack({ allPsd2: 'allAccounts', accounts: [], balances: [], transactions: [] })
  expect(read.access).toEqual({ allPsd2: 'allAccounts' })
})

test('trustedBeneficiaries are no service here: left aside, not refused', async () => {
  const additionalInformation = { ownerName: [{ iban }], trustedBeneficiaries: [{ iban }] }
  const read = await readBack({ accounts: [{ iban }], additionalInformation })
  expect(read.access).toEqual({ accounts: [{ iban }], additionalInformation: { ownerName: [{ iban }] } })
})

test('a card reads back masked, however it was named', async () => {
  const read = await readBack({
    accounts: [{ pan: '4111111111111111' }],
    balances: [{ maskedPan: '411111******1111' }],
  })
  const masked = { maskedPan: '411111******1111' }
  expect(read.access).toEqual({ accounts: [masked], balances: [masked] })
  expect(read._links).toEqual({ 'card-account': LINKS['card-account'] })
})

test('once allowed, named and picked accounts read as chosen; all of them as asked, for the reads tell which', async () => {
  const psuId = await givenPsu()
  const accountId = await givenAccount({ psuId, iban })
  const given = { tppId: TPP, psuId, accounts: [{ accountId, transactions: false, ownerName: true }] }
  const chosen = [{ iban, currency: 'DKK' }]
  for (const model of ['detailed', 'bankOffered'] as const) {
    const { consentId } = await givenConsent({ ...given, model })
    const { json } = await tpp.call(`/v1/consents/${consentId}`)
    expect(json.access).toEqual({
      accounts: chosen,
      balances: chosen,
      additionalInformation: { ownerName: chosen },
    })
    expect(json._links).toEqual({ account: LINKS.account })
  }
  const { consentId } = await givenConsent({ ...given, model: 'accountList', recurring: false })
  const { json } = await tpp.call(`/v1/consents/${consentId}`)
  expect(json.access).toEqual({ availableAccountsWithBalance: 'allAccounts' })
})
