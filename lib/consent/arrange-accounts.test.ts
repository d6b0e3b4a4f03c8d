import { expect, test } from 'vitest'
import type { HeldPaymentAccount } from '@/lib/core-banking/account'
import { areMany, groupOf, isMeant } from './arrange-accounts'

const account = (change: Partial<HeldPaymentAccount> = {}): HeldPaymentAccount => ({
  id: 'one',
  currency: 'EUR',
  ownerName: null,
  name: 'Žofie’s Everyday account',
  product: 'Nordhavn Everyday',
  details: null,
  usage: 'PRIV',
  status: 'enabled',
  cashAccountType: 'CACC',
  iban: 'DK5000400440116243',
  ineligible: null,
  joint: false,
  together: false,
  ...change,
})

test.each(['holiday', 'everyday holiday', '9999', 'DK60'])('“%s” does not mean it', (words) => {
  expect(isMeant(account(), words)).toBe(false)
})

test.each([
  'EVERY',
  'zofie',
  'account nordhavn',
  '6243',
  'dk50 0040',
  'DK5000400440116243',
  'everyday 6243',
  '',
])('“%s” means it', (words) => {
  expect(isMeant(account(), words)).toBe(true)
})

test('an account of a business is one, however many sign for it', () => {
  expect(
    [{}, { joint: true }, { usage: 'ORGA' as const, joint: true }].map((one) => groupOf(account(one))),
  ).toEqual(['own', 'joint', 'business'])
})

test('eight accounts are a list, nine are many', () => {
  expect([areMany(Array(8).fill(0)), areMany(Array(9).fill(0))]).toEqual([false, true])
})
