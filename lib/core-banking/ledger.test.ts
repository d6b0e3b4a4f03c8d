import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { ledgerAccounts, ledgerHolders } from '@/db/schema/ledger'
import { givenAccount, givenPsu } from '@/e2e/fixtures/given-consent'
import { accountsByIban, accountsById, accountsOfCustomer, accountsWithBalances } from './ledger'

test('an account is found by its IBAN, and to somebody else it is not held', async () => {
  const [anna, bert] = [await givenPsu('Anna'), await givenPsu('Bert')]
  const iban = 'DK5000400440116243'
  const id = await givenAccount({ psuId: anna, iban })
  expect(await accountsByIban([iban, 'DK0000000000000000'], anna)).toMatchObject([
    { id, iban, ineligible: null },
  ])
  expect(await accountsByIban([iban], bert)).toMatchObject([{ id, ineligible: 'not-held' }])
})

test.each([
  [{ status: 'blocked' }, 'blocked'],
  [{ status: 'deleted' }, 'closed'],
  [{ cashAccountType: 'SVGS' }, 'not-a-payment-account'],
] as const)('an account that is %j cannot be shared', async (change, ineligible) => {
  const psuId = await givenPsu()
  const id = await givenAccount({ psuId })
  await database().update(ledgerAccounts).set(change).where(eq(ledgerAccounts.id, id))
  expect(await accountsOfCustomer(psuId)).toMatchObject([{ id, ineligible }])
})

test('a joint account whose holders act together needs the other holder', async () => {
  const psuId = await givenPsu()
  const id = await givenAccount({ psuId })
  await database().update(ledgerHolders).set({ alone: false }).where(eq(ledgerHolders.accountId, id))
  expect(await accountsOfCustomer(psuId)).toMatchObject([{ id, ineligible: 'needs-other-holder' }])
})

test('accounts come in the order asked for, without those that do not exist; balances with their account', async () => {
  const psuId = await givenPsu()
  const [first, second] = [await givenAccount({ psuId }), await givenAccount({ psuId })]
  const found = await accountsById([second, crypto.randomUUID(), first])
  expect(found.map(({ id }) => id)).toEqual([second, first])
})

test('balances come with the accounts they were asked for, and with no other', async () => {
  const psuId = await givenPsu()
  const [first, second] = [await givenAccount({ psuId }), await givenAccount({ psuId })]
  expect(
    await accountsWithBalances({ ids: [second, first], balancesOf: [first], ownersOf: [] }),
  ).toMatchObject([
    { account: { id: second }, balances: [] },
    {
      account: { id: first },
      balances: [
        { accountId: first, type: 'closingBooked', money: { amount: '1204.50', currency: 'DKK' } },
        { accountId: first, type: 'interimAvailable', money: { amount: '-12.05', currency: 'DKK' } },
      ],
    },
  ])
})
