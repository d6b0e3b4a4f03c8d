import { expect, test } from 'vitest'
import { readActivityQuery } from '@/app/(customer)/activity/activity-query'
import { readPlace } from '@/app/(customer)/notices/notices-query'
import { searchText } from '@/lib/search-text'
import { readAuditFilter } from './audit-filter'

// What an address can hold and a database or a date cannot asks for nothing: it is no fault of the house.

test('what nobody sees is no part of a search', () => {
  expect(readAuditFilter({ ref: ' a\0b\u200b ' }).ref).toBe('ab')
  for (const given of [undefined, ['a', 'b'], 7]) expect(searchText(given, 9)).toBe('')
  expect(searchText('x'.repeat(20), 9)).toBe('x'.repeat(9))
})

test('a day that no calendar here begins or ends is none', () => {
  for (const day of ['0001-01-01', '1999-12-31', '9999-12-31', '2200-01-01', '2026-02-30'])
    expect([readAuditFilter({ from: day }).from, readActivityQuery({ day }).filter.day]).toEqual([null, null])
  expect(readAuditFilter({ from: '2026-11-21' }).from).toBe('2026-11-21')
  expect(readActivityQuery({ day: '2026-11-21' }).filter.day).toBe('2026-11-21')
})

test('a place that is given twice is none', () => {
  expect(readPlace(['a', 'b'])).toBeNull()
})
