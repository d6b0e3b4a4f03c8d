import { expect, test } from 'vitest'
import { daysLeft } from './certificate-end'

const left = (now: string, notAfter: string) =>
  daysLeft({ now: new Date(now), notAfter: new Date(notAfter), timeZone: 'Europe/Copenhagen' })

test.each([
  ['a year, some minutes after it was issued', '2026-11-21T15:10:00Z', '2027-11-21T15:00:00Z', 365],
  ['its last day', '2026-11-21T08:00:00Z', '2026-11-21T15:00:00Z', 0],
  ['its last day, once it has ended', '2026-11-21T15:00:01Z', '2026-11-21T15:00:00Z', -1],
  ['the day before, by the calendar of the zone', '2026-11-21T22:59:00Z', '2026-11-21T23:01:00Z', 1],
  ['a day of 23 hours', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 1],
  ['long over', '2026-11-21T15:00:00Z', '2026-11-11T15:00:00Z', -10],
])('%s', (_when, now, notAfter, days) => {
  expect(left(now, notAfter)).toBe(days)
})
