import { expect, test } from 'vitest'
import { readEnvironment } from './environment'

test.each(['0', '-1', '1.5', '30d', '1e3', ' 7', '10000'])(
  'backups of the data kept for "%s" days are a fault of the configuration',
  (days) => {
    expect(() => readEnvironment({ DATA_BACKUPS_DAYS: days })).toThrow(
      /DATA_BACKUPS_DAYS: must be a number of days/,
    )
  },
)

test('for how long backups of the data are kept nobody guesses', () => {
  expect(readEnvironment({}).DATA_BACKUPS_DAYS).toBeUndefined()
  expect(readEnvironment({ DATA_BACKUPS_DAYS: '35' }).DATA_BACKUPS_DAYS).toBe(35)
})
