import { expect, test } from 'vitest'
import { readAccountInformation } from '@/lib/oauth/account-information'
import { consentBody } from '@/lib/xs2a/consent-body'

const iban = 'DK5000400440116243'
const BODY = {
  access: { accounts: [{ iban }], balances: [{ iban, currency: 'DKK' }] },
  recurringIndicator: true,
  validUntil: '2099-12-31',
  frequencyPerDay: 4,
  combinedServiceIndicator: false,
}

const posted = (body: object) => {
  const { success, data } = consentBody.safeParse(body)
  return success ? data : null
}
const carried = (body: object) => {
  const read = readAccountInformation({ type: 'account_information', ...body })
  return typeof read !== 'string' && 'request' in read ? read.request : null
}

test.each<[string, object]>([
  ['an IBAN with spaces', { access: { accounts: [{ iban: 'DK50 0040 0440 1162 43' }] } }],
  ['an IBAN that is none', { access: { accounts: [{ iban: 'DK5000400440116244' }] } }],
  ['an account under another identifier', { access: { accounts: [{ bban: '00400440116243' }] } }],
  ['two identifiers for one account', { access: { accounts: [{ iban, bban: '00400440116243' }] } }],
  ['a currency in small letters', { access: { accounts: [{ iban, currency: 'dkk' }] } }],
  ['more accounts than a person can look at', { access: { accounts: Array(101).fill({ iban }) } }],
  ['no right at all', { access: {} }],
  ['accounts in one list and none in the other', { access: { accounts: [{ iban }], balances: [] } }],
  ['a right that nobody knows', { access: { payments: [] } }],
  ['a member that nobody knows', { access: { accounts: [] }, wish: true }],
  ['services combined', { combinedServiceIndicator: true }],
  ['no read a day', { frequencyPerDay: 0 }],
  ['a number of reads that no column keeps', { frequencyPerDay: 10_000_000_000 }],
  ['a day that does not exist', { validUntil: '2027-02-30' }],
])('both doors refuse %s', (_what, change) => {
  expect(posted({ ...BODY, ...change })).toBeNull()
  expect(carried({ ...BODY, ...change })).toBeNull()
})

test.each<[string, object]>([
  ['named accounts', {}],
  ['the customer to choose', { access: { accounts: [], transactions: [] }, recurringIndicator: false }],
])('both doors understand the same when asked for %s', (_what, change) => {
  const request = posted({ ...BODY, ...change })
  expect(request).not.toBeNull()
  expect(carried({ ...BODY, ...change })).toEqual(request)
})
