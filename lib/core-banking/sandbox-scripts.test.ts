import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { ledgerAccounts } from '@/db/schema/ledger'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { givenPaymentAccount } from '@/e2e/fixtures/given-ledger'
import { matchNamedAccounts } from '@/lib/consent/choose-accounts'
import { accountsById, accountsOfCustomer, accountsWithBalances } from './ledger'

test('an account that closes is open when it is first shown, closed 20 seconds later, open again after ten minutes', async () => {
  const psuId = await givenPsu()
  const id = await givenPaymentAccount({ psuId, script: 'closing' })
  const shown = async () => (await accountsOfCustomer(psuId)).map(({ ineligible }) => ineligible)
  const begun = (secondsAgo: number) =>
    database()
      .update(ledgerAccounts)
      .set({ scriptSince: new Date(Date.now() - secondsAgo * 1_000) })
      .where(eq(ledgerAccounts.id, id))
  expect(await shown()).toEqual([null])
  expect(await shown()).toEqual([null])
  await begun(30)
  expect(await shown()).toEqual(['closed'])
  expect(await accountsById([id])).toMatchObject([{ status: 'deleted' }])
  expect(await accountsWithBalances({ ids: [id], balancesOf: [], ownersOf: [] })).toMatchObject([
    { account: { status: 'deleted' } },
  ])
  await begun(11 * 60)
  expect(await shown()).toEqual([null])
})

test('an account that closes between the page and the answer is not shared', async () => {
  const psuId = await givenPsu()
  const iban = 'DK5000400440116243'
  const id = await givenPaymentAccount({ psuId, iban, script: 'closing' })
  const request: Parameters<typeof matchNamedAccounts>[0]['request'] = {
    ...{ consentId: id, status: 'received', model: 'detailed', purpose: null, restrictedTo: null },
    tpp: { id: 'x', brand: 'x', legalName: 'x', authority: 'x', roles: [], checkedAt: null },
    rights: { balances: true, transactions: false, ownerName: false },
    access: { accounts: [], balances: [{ iban }], transactions: [], ownerName: [] },
    ...{ recurring: true, frequencyPerDay: 4, validUntil: '2099-12-31' },
  }
  const answer = () => matchNamedAccounts({ request, psuId })
  expect((await answer()).accounts).toMatchObject([{ accountId: id }])
  const scriptSince = new Date(Date.now() - 30_000)
  await database().update(ledgerAccounts).set({ scriptSince }).where(eq(ledgerAccounts.id, id))
  await expect(answer()).rejects.toMatchObject({ code: 'accounts_not_allowed' })
})

test('an account that is slow holds up nobody else', async () => {
  const psuId = await givenPsu()
  const slow = await givenPaymentAccount({ psuId, script: 'slow' })
  const quick = await givenPaymentAccount({ psuId: await givenPsu() })
  const order: string[] = []
  const read = async (id: string, name: string) => {
    const found = await accountsWithBalances({ ids: [id], balancesOf: [id], ownersOf: [] })
    order.push(name)
    return found
  }
  const [first] = await Promise.all([
    read(slow, 'slow'),
    ...Array.from({ length: 9 }, () => read(quick, 'quick')),
  ])
  expect(first).toHaveLength(1)
  expect(order).toEqual([...Array(9).fill('quick'), 'slow'])
})
