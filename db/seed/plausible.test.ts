import { isValidIBAN } from 'ibantools'
import { expect, test } from 'vitest'
import { drawHistories } from './history'
import { LIVES } from './lives'
import { PERSONAS, type Persona } from './personas'

const PEOPLE: readonly Persona[] = Object.values(PERSONAS)

test('an everyday account has forty to seventy bookings a month, and some on their way', () => {
  const histories = drawHistories('2026-11-21')
  for (const { account } of LIVES.filter(({ account }) => account.name === 'Everyday account')) {
    const bookings = histories.get(account.id) ?? []
    const months = [...Map.groupBy(bookings, ({ valueOn }) => valueOn.slice(0, 7)).values()].slice(1, -1)
    expect(months.length).toBe(12)
    const mean = months.reduce((sum, month) => sum + month.length, 0) / months.length
    expect(mean).toBeGreaterThan(40)
    expect(mean).toBeLessThan(70)
    expect(bookings.some(({ bookedOn }) => bookedOn === null)).toBe(true)
  }
})

test('the same day always gives the same history', () => {
  expect(drawHistories('2027-03-01')).toEqual(drawHistories('2027-03-01'))
})

test('every IBAN is valid, and belongs to one account in each currency', () => {
  const accounts = new Map(
    PEOPLE.flatMap(({ accounts }) => Object.values(accounts)).map((one) => [one.id, one]),
  )
  const ibans = [...accounts.values()].map(({ iban }) => iban)
  expect(ibans.filter((iban) => !isValidIBAN(iban) || !iban.startsWith('DK'))).toEqual([])
  const numbers = [...accounts.values()].map(({ iban, currency }) => `${iban} ${currency}`)
  expect(new Set(numbers).size).toBe(numbers.length)
})
