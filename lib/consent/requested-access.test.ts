import { describe, expect, test } from 'vitest'
import { readAccountInformation } from '@/lib/oauth/account-information'
import { consentBody } from '@/lib/xs2a/consent-body'
import { requestedAccess } from './requested-access'

const [iban, other] = ['DK5000400440116243', 'NL91ABNA0417164300']
const pan = '4111111111111111'
const maskedPan = '411111******1111'
const allAccounts = 'allAccounts'

/** The code of the first fault and where it was found. */
function faultOf(access: object): string {
  const { error } = requestedAccess.safeParse(access)
  const [issue] = error?.issues ?? []
  const code = issue?.code === 'custom' ? issue.params?.code : 'format_error'
  return issue ? `${code} ${issue.path.join('.')}`.trim() : 'accepted'
}

describe('xs2a.md 3.1: exactly one model per request', () => {
  test.each<[string, object, string]>([
    ['nothing asked for', {}, 'format_error'],
    ['only additional information', { additionalInformation: { ownerName: [{ iban }] } }, 'format_error'],
    ['filled beside empty', { accounts: [{ iban }], transactions: [] }, 'format_error'],
    [
      'named owners beside empty lists',
      { accounts: [], additionalInformation: { ownerName: [{ iban }] } },
      'format_error',
    ],
    [
      'all owners beside named accounts',
      { accounts: [{ iban }], additionalInformation: { ownerName: [] } },
      'format_error',
    ],
    ['global beside named accounts', { allPsd2: allAccounts, accounts: [{ iban }] }, 'format_error allPsd2'],
    [
      'a list beside named accounts',
      { availableAccounts: allAccounts, balances: [{ iban }] },
      'format_error availableAccounts',
    ],
    [
      'global and a list',
      { allPsd2: allAccounts, availableAccounts: allAccounts },
      'format_error availableAccounts',
    ],
    [
      'both kinds of list',
      { availableAccounts: allAccounts, availableAccountsWithBalance: allAccounts },
      'format_error availableAccountsWithBalance',
    ],
    ['a value nobody knows', { allPsd2: 'allAccountsWithBalances' }, 'format_error allPsd2'],
    [
      'restrictedTo beside named accounts',
      { accounts: [{ iban }], restrictedTo: ['CACC'] },
      'format_error restrictedTo',
    ],
    ['restrictedTo alone', { restrictedTo: ['CACC'] }, 'format_error'],
    ['restrictedTo no type', { allPsd2: allAccounts, restrictedTo: [] }, 'format_error restrictedTo'],
    [
      'restrictedTo a type that is none',
      { allPsd2: allAccounts, restrictedTo: ['XXXX'] },
      'format_error restrictedTo.0',
    ],
    [
      'an owner of an account that is not asked for',
      { accounts: [{ iban }], additionalInformation: { ownerName: [{ iban: other }] } },
      'format_error additionalInformation.ownerName',
    ],
    [
      'an owner in a currency that is not asked for',
      { accounts: [{ iban, currency: 'DKK' }], additionalInformation: { ownerName: [{ iban }] } },
      'format_error additionalInformation.ownerName',
    ],
    ['two identifiers in one reference', { accounts: [{ iban, maskedPan }] }, 'format_error accounts.0'],
    ['a reference without an identifier', { accounts: [{ currency: 'DKK' }] }, 'service_invalid accounts.0'],
    ['an identifier not used here', { balances: [{ msisdn: '+4512345678' }] }, 'service_invalid balances.0'],
    [
      'a card number with a wrong digit',
      { accounts: [{ pan: '4111111111111112' }] },
      'format_error accounts.0.pan',
    ],
    [
      'a whole card number as a masked one',
      { accounts: [{ maskedPan: pan }] },
      'format_error accounts.0.maskedPan',
    ],
    [
      'a card number that shows too much',
      { accounts: [{ maskedPan: '41111111****1111' }] },
      'format_error accounts.0.maskedPan',
    ],
  ])('%s is refused', (_what, access, fault) => {
    expect(faultOf(access)).toBe(fault)
  })

  test('a fault says nothing of the card number that was sent', () => {
    const wrong = requestedAccess.safeParse({
      accounts: [{ pan: '4111111111111112' }],
      balances: [{ maskedPan: pan }],
    })
    expect(JSON.stringify(wrong.error?.issues)).not.toMatch(/4111/)
    expect(wrong.error?.issues[0]?.message).toMatch(/check digit/)
  })

  test('empty lists stand beside a request for all accounts without changing it', () => {
    const empty = { accounts: [], balances: [], transactions: [], additionalInformation: { ownerName: [] } }
    for (const whole of [{ allPsd2: allAccounts }, { availableAccountsWithBalance: allAccounts }])
      expect(requestedAccess.parse({ ...empty, ...whole })).toEqual(requestedAccess.parse(whole))
  })

  test.each<[object, object]>([
    [
      { allPsd2: allAccounts },
      { model: 'global', offered: { balances: true, transactions: true, ownerName: false } },
    ],
    [
      { allPsd2: 'allAccountsWithOwnerName' },
      { model: 'global', offered: { balances: true, transactions: true, ownerName: true } },
    ],
    [
      { availableAccounts: allAccounts },
      { model: 'accountList', offered: { balances: false, transactions: false, ownerName: false } },
    ],
    [
      { availableAccountsWithBalance: 'allAccountsWithOwnerName', restrictedTo: ['CARD'] },
      {
        model: 'accountList',
        offered: { balances: true, transactions: false, ownerName: true },
        restrictedTo: ['CARD'],
      },
    ],
    [
      { balances: [], additionalInformation: { ownerName: [] }, restrictedTo: ['CACC', 'SVGS'] },
      {
        model: 'bankOffered',
        offered: { balances: true, transactions: false, ownerName: true },
        restrictedTo: ['CACC', 'SVGS'],
      },
    ],
    [
      {
        accounts: [{ iban }, { pan }],
        balances: [{ maskedPan, currency: 'DKK' }],
        additionalInformation: {
          ownerName: [{ iban, currency: 'DKK' }],
          trustedBeneficiaries: [{ iban: other }],
        },
      },
      {
        model: 'detailed',
        access: {
          accounts: [{ iban }, { pan }],
          balances: [{ maskedPan, currency: 'DKK' }],
          transactions: [],
          ownerName: [{ iban, currency: 'DKK' }],
        },
        restrictedTo: null,
      },
    ],
  ])('%j is understood', (access, understood) => {
    expect(requestedAccess.parse(access)).toMatchObject(understood)
  })
})

test('RFC 9396: a pushed request is read by the same rules', () => {
  const terms = {
    recurringIndicator: false,
    validUntil: '2099-12-31',
    frequencyPerDay: 1,
    combinedServiceIndicator: false,
  }
  const access = { allPsd2: 'allAccountsWithOwnerName', restrictedTo: ['CARD'] }
  const carried = readAccountInformation({ type: 'account_information', ...terms, access })
  expect(carried).toEqual({ request: consentBody.parse({ ...terms, access }), purpose: null })
  const mixed = { ...access, accounts: [{ iban }] }
  expect(readAccountInformation({ type: 'account_information', ...terms, access: mixed })).toMatch(/allPsd2/)
})
