import { expect, test } from 'vitest'
import { toMoney } from './money'

test.each([
  ['12.340', 'EUR', '12.34'],
  ['-0.500', 'DKK', '-0.50'],
  ['12.000', 'JPY', '12'],
  ['1.234', 'KWD', '1.234'],
  ['99999999999999.990', 'EUR', '99999999999999.99'],
  ['5', 'EUR', '5.00'],
])('%s %s is %s', (decimal, currency, amount) => {
  expect(toMoney(decimal, currency)).toEqual({ amount, currency })
})

test.each([
  ['12.345', 'EUR'],
  ['0.5', 'JPY'],
  ['1e3', 'EUR'],
  ['NaN', 'EUR'],
  ['', 'EUR'],
])('%s %s is refused rather than rounded or guessed', (decimal, currency) => {
  expect(() => toMoney(decimal, currency)).toThrow()
})
