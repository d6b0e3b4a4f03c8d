import { expect, test } from 'vitest'
import { RETRY_SECONDS, restSeconds, retryAt } from './schedule'

const plannedAt = new Date('2026-01-01T00:00:00Z')

test('after the last attempt there is none, nor a day after it was planned', () => {
  const after = { plannedAt, now: plannedAt, random: 0.5 }
  expect(retryAt({ ...after, attempts: RETRY_SECONDS.length + 1 })).toBeNull()
  const late = new Date(plannedAt.getTime() + 23 * 3_600_000)
  expect(retryAt({ ...after, attempts: 7, now: late })).toBeNull()
  expect(retryAt({ ...after, attempts: 1, now: late })).not.toBeNull()
})

test('each pause is the published one, a fifth more or less', () => {
  const seconds = (attempts: number, random: number) =>
    Math.round(
      ((retryAt({ attempts, plannedAt, now: plannedAt, random })?.getTime() ?? 0) - plannedAt.getTime()) /
        1_000,
    )
  expect(RETRY_SECONDS.map((_, index) => seconds(index + 1, 0.5))).toEqual([...RETRY_SECONDS])
  expect([seconds(2, 0), seconds(2, 0.999_999)]).toEqual([48, 72])
})

test('a host rests after five failures in a row, longer each time, a quarter of an hour at most', () => {
  expect([4, 5, 6, 7, 8, 500].map(restSeconds)).toEqual([null, 30, 120, 300, 900, 900])
})
