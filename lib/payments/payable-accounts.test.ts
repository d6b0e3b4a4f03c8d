import { expect, test } from 'vitest'
import { givenLife } from '@/e2e/fixtures/given-life'
import { approve, givenPayer, givenPayment, paymentRow } from '@/e2e/fixtures/given-payment'
import { type PayableAccount, payableAccounts } from './payable-accounts'

const { psuId, accountId } = await givenPayer()
const ORDER = {
  money: { amount: '1.00', currency: 'EUR' },
  creditor: { name: 'Cykelbutik ApS', iban: 'DE89370400440532013000', bic: null },
  debtorIban: null,
  endToEndId: null,
  remittance: null,
  executeOn: null,
}

function shown(held: PayableAccount | undefined) {
  if (!held) throw new Error('no account')
  const { iban, name, currency } = held.account
  return { iban, name, currency }
}

test.each([
  ['is not of age', { bornOn: '2015-06-01', diedOn: null }, 'not-of-age'],
  ['has died', { bornOn: '1930-01-01', diedOn: '2020-01-01' }, 'blocked'],
])('nothing is paid for who %s, and each account says so', async (_, life, reason) => {
  await givenLife(psuId, life)
  const [held] = await payableAccounts(ORDER, psuId)
  expect(held?.unpayable).toBe(reason)
  const asked = await givenPayment()
  await expect(approve(asked, { psuId, accountId, account: shown(held) })).rejects.toMatchObject({
    code: 'accounts_not_allowed',
  })
  expect(await paymentRow(asked.paymentId)).toMatchObject({ status: 'RCVD', psuId: null })
})

test('who is of age pays', async () => {
  await givenLife(psuId, { bornOn: '1980-02-29', diedOn: null })
  expect((await payableAccounts(ORDER, psuId)).map(({ unpayable }) => unpayable)).toEqual([null])
})
