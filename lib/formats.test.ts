import { expect, test } from 'vitest'
import { OFFERED } from '@/i18n/languages'
import { formatsFor } from './formats'

const AT = '2026-10-01T16:12:00Z'
const ZONE = 'Europe/Copenhagen'

test('every language writes the 24 hours that the chart has', () => {
  for (const language of OFFERED) expect(formatsFor(language, ZONE).time(AT)).toBe('18:12')
})

test('French names the first of a month by an ordinal, and no other day', () => {
  const { day, date, days } = formatsFor('fr', ZONE)
  expect(day('2026-10-01')).toBe('1er oct. 2026')
  expect(date(AT)).toBe('1er oct. 2026')
  expect(day('2026-10-11')).toBe('11 oct. 2026')
  expect(days('2026-10-01', '2026-10-07')).toMatch(/^1er/)
  expect(formatsFor('de', ZONE).day('2026-10-01')).toBe('1. Okt. 2026')
})

test('two things are joined by a word, as three are', () => {
  const two = OFFERED.map((language) => formatsFor(language, ZONE).list(['A', 'B']))
  expect(two).toEqual(['A and B', 'A und B', 'A et B', 'A και B'])
})
