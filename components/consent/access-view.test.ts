import { expect, test } from 'vitest'
import { type AccessDay, barsOf, looksOf } from './access-view'

const day = (index: number, change: Partial<AccessDay> = {}): AccessDay => ({
  date: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
  withYou: 0,
  away: 0,
  refused: 0,
  failed: 0,
  ...change,
})
const days = (count: number) => Array.from({ length: count }, (_, index) => day(index, { away: 1 }))

test('no look is lost or counted twice, however long the time', () => {
  for (const count of [30, 90, 364, 365, 366]) {
    const bars = barsOf({ days: days(count) })
    expect(bars.reduce((sum, bar) => sum + looksOf(bar), 0)).toBe(count)
    expect([bars.at(0)?.first, bars.at(-1)?.last]).toEqual([day(0).date, day(count - 1).date])
  }
})

test('a bar is a day as long as days can be told apart, then a week that ends with the last day', () => {
  expect(barsOf({ days: days(90) })).toHaveLength(90)
  const weeks = barsOf({ days: days(365) })
  expect(weeks).toHaveLength(53)
  expect(weeks.at(0)).toMatchObject({ first: day(0).date, last: day(0).date })
  for (const [index, week] of weeks.slice(1).entries())
    expect(week).toMatchObject({ first: day(1 + 7 * index).date, last: day(7 + 7 * index).date, away: 7 })
})

test('a bar leads to its newest day with a look, refused ones too, and to none where there is none', () => {
  const quiet = Array.from({ length: 365 }, (_, index) => day(index))
  quiet[360] = day(360, { withYou: 1 })
  quiet[362] = day(362, { refused: 1 })
  const weeks = barsOf({ days: quiet })
  expect(weeks.at(-1)?.day).toBe(day(362).date)
  expect(weeks.at(-2)?.day).toBeNull()
})
