import { beforeAll, describe, expect, test } from 'vitest'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { now } from '@/lib/clock'
import { openSandboxAccount } from '@/lib/core-banking/open-sandbox-account'
import { matchNamedAccounts, pickAccounts } from './choose-accounts'
import type { Access, AccountReference } from './consent'
import type { ConsentRequestView } from './find-consent-request'
import { readsOfOneOff } from './reads-left'

const IBAN = 'DK5000400440116243'
const [PAN, MASKED] = ['4111111111111111', '411111******1111']
const NAMED: Access = { accounts: [], balances: [], transactions: [], ownerName: [] }
const ALL_RIGHTS = { balances: true, transactions: true, ownerName: true }

let psuId: string
let stranger: string
let ids: Record<'danish' | 'euro' | 'card' | 'savings' | 'lone' | 'shared', string>

beforeAll(async () => {
  ;[psuId, stranger] = [await givenPsu(), await givenPsu()]
  const openedAt = await now()
  const common = {
    ownerName: 'Anna Andersen',
    name: 'Account',
    product: 'Everyday',
    usage: 'PRIV' as const,
    status: 'enabled' as const,
    openedAt,
    balances: [],
    bookings: [],
  }
  const alone = [{ psuId, alone: true }]
  const account = { ...common, cashAccountType: 'CACC', currency: 'DKK' } as const
  const card = { creditLimit: null, debitAccounting: true, cashAccountType: 'CARD', currency: 'DKK' } as const
  ids = {
    danish: await openSandboxAccount({ ...account, iban: IBAN, holders: alone }),
    euro: await openSandboxAccount({ ...account, iban: IBAN, currency: 'EUR', holders: alone }),
    card: await openSandboxAccount({ ...common, ...card, pan: PAN, holders: alone }),
    savings: await openSandboxAccount({
      ...account,
      cashAccountType: 'SVGS',
      iban: 'DK5000400440116244',
      holders: alone,
    }),
    lone: await openSandboxAccount({
      ...account,
      iban: 'DK5000400440116246',
      holders: [{ psuId, alone: false }],
    }),
    shared: await openSandboxAccount({
      ...account,
      iban: 'DK5000400440116245',
      holders: [
        { psuId, alone: false },
        { psuId: stranger, alone: true },
      ],
    }),
  }
})

function view(change: Partial<ConsentRequestView>): ConsentRequestView {
  return {
    consentId: '7b0c9d1e-0000-4000-8000-000000000001',
    status: 'received',
    model: 'detailed',
    tpp: {
      id: 'PSDNL-DNB-1',
      brand: 'Example',
      legalName: 'Example B.V.',
      authority: 'DNB',
      roles: ['PSP_AI'],
      checkedAt: null,
    },
    purpose: null,
    rights: ALL_RIGHTS,
    access: NAMED,
    restrictedTo: null,
    recurring: true,
    frequencyPerDay: 4,
    validUntil: '2099-12-31',
    ...change,
  }
}
const match = (access: Partial<Access>, whose = psuId) =>
  matchNamedAccounts({ request: view({ access: { ...NAMED, ...access } }), psuId: whose })
const pick = (change: Partial<ConsentRequestView>, accountIds: string[], whose = psuId) =>
  pickAccounts({ request: view(change), psuId: whose, accountIds })

describe('accounts that the third party named', () => {
  test.each<[string, AccountReference]>([
    ['an IBAN of nobody here', { iban: 'NL91ABNA0417164300' }],
    ['a currency that the account does not have', { iban: IBAN, currency: 'USD' }],
    ['an account that is no payment account', { iban: 'DK5000400440116244' }],
    ['an account that needs another holder and has none', { iban: 'DK5000400440116246' }],
    ['a card of nobody here', { pan: '5555555555554444' }],
    ['a masked card of nobody here', { maskedPan: '555555******4444' }],
    ['a card in another currency', { maskedPan: MASKED, currency: 'EUR' }],
  ])('%s refuses the whole request', async (_what, reference) => {
    const answer = match({ accounts: [{ iban: IBAN }, reference] })
    await expect(answer).rejects.toMatchObject({ code: 'accounts_not_allowed' })
  })

  test.each<[string, AccountReference]>([
    ['account', { iban: IBAN }],
    ['card', { pan: PAN }],
    ['masked card', { maskedPan: MASKED }],
  ])("another customer's %s is refused like one that does not exist", async (_what, reference) => {
    await expect(match({ accounts: [reference] }, stranger)).rejects.toMatchObject({
      code: 'accounts_not_allowed',
    })
  })

  test('an IBAN without a currency means each of its currencies, with one that currency alone', async () => {
    const idsOf = async (reference: AccountReference) =>
      (await match({ accounts: [reference] })).accounts.map(({ accountId }) => accountId).sort()
    expect(await idsOf({ iban: IBAN })).toEqual([ids.danish, ids.euro].sort())
    expect(await idsOf({ iban: IBAN, currency: 'EUR' })).toEqual([ids.euro])
  })

  test('a card is the same by its number and masked, and no record holds the whole number', async () => {
    const chosen = await match({ accounts: [{ pan: PAN }], balances: [{ maskedPan: MASKED }] })
    expect(chosen.accounts).toEqual([
      { accountId: ids.card, card: true, balances: true, transactions: false, ownerName: false },
    ])
    expect(chosen.recorded).toMatchObject([{ maskedPan: MASKED }, { maskedPan: MASKED }])
    expect(JSON.stringify(chosen)).not.toContain(PAN)
  })

  test("an owner's name goes with the accounts it was named for", async () => {
    const { accounts } = await match({
      accounts: [{ iban: IBAN }],
      ownerName: [{ iban: IBAN, currency: 'EUR' }],
    })
    const owners = accounts.filter(({ ownerName }) => ownerName).map(({ accountId }) => accountId)
    expect(owners).toEqual([ids.euro])
  })
})

describe('accounts that nobody named', () => {
  const eligible = () => [ids.danish, ids.euro, ids.card]

  test('none, a foreign one, or one that may not be shared cannot be picked', async () => {
    const bankOffered = { model: 'bankOffered' } as const
    await expect(pick(bankOffered, [])).rejects.toMatchObject({ code: 'no_eligible_account' })
    for (const id of [ids.savings, ids.lone])
      await expect(pick(bankOffered, [ids.danish, id])).rejects.toMatchObject({
        code: 'accounts_not_allowed',
      })
    await expect(pick(bankOffered, [ids.danish], stranger)).rejects.toMatchObject({
      code: 'accounts_not_allowed',
    })
  })

  test("only the customer's own account is told of as one that cannot be shared any more", async () => {
    const bankOffered = { model: 'bankOffered' } as const
    await expect(pick(bankOffered, [ids.danish, ids.savings])).rejects.toMatchObject({ path: ids.savings })
    await expect(pick(bankOffered, [ids.savings], stranger)).rejects.toMatchObject({ path: undefined })
  })

  test("one that needs another holder's word can be picked and named, but is not among all, nor for funds", async () => {
    const { accounts } = await pick({ model: 'bankOffered' }, [ids.shared])
    expect(accounts).toMatchObject([{ accountId: ids.shared }])
    expect((await match({ accounts: [{ iban: 'DK5000400440116245' }] })).accounts).toHaveLength(1)
    const funds = view({
      kind: 'fundsConfirmation',
      access: { ...NAMED, accounts: [{ iban: 'DK5000400440116245' }] },
    })
    await expect(matchNamedAccounts({ request: funds, psuId })).rejects.toMatchObject({
      code: 'accounts_not_allowed',
    })
    await expect(pick({ model: 'global' }, [...eligible(), ids.shared])).rejects.toMatchObject({
      code: 'accounts_not_allowed',
    })
  })

  test.each(['global', 'accountList'] as const)(
    '%s means all that can be shared, as they were shown',
    async (model) => {
      const { accounts, recorded } = await pick({ model }, eligible())
      expect(accounts.map(({ accountId }) => accountId).sort()).toEqual(eligible().sort())
      expect(accounts.every(({ ownerName }) => ownerName)).toBe(true)
      expect(recorded).toHaveLength(3)
      await expect(pick({ model }, [ids.danish])).rejects.toMatchObject({ code: 'request_changed' })
    },
  )

  test('restrictedTo leaves only accounts of these types', async () => {
    const cards: Partial<ConsentRequestView> = { model: 'global', restrictedTo: ['CARD'] }
    expect((await pick(cards, [ids.card])).accounts).toMatchObject([{ card: true }])
    await expect(pick(cards, eligible())).rejects.toMatchObject({ code: 'accounts_not_allowed' })
    await expect(pick({ model: 'bankOffered', restrictedTo: ['CACC'] }, [ids.card])).rejects.toMatchObject({
      code: 'accounts_not_allowed',
    })
  })
})

test('xs2a.md 3.5: a one-off consent gives each list, and of each account what it was allowed, once', () => {
  const account = { accountId: 'a', card: false, ...ALL_RIGHTS }
  const card = { accountId: 'b', card: true, balances: false, transactions: true, ownerName: false }
  expect(readsOfOneOff('detailed', [account])).toBe(1 + 3)
  expect(readsOfOneOff('global', [account, card])).toBe(2 + 3 + 2)
  expect(readsOfOneOff('accountList', [account, account])).toBe(1)
  expect(readsOfOneOff('accountList', [account, card])).toBe(2)
})
