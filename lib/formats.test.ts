import { createTranslator } from 'use-intl/core'
import { expect, test } from 'vitest'
import { OFFERED } from '@/i18n/languages'
import { messagesOf } from '@/i18n/messages'
import { formatsFor } from './formats'

const EVENING = '2026-11-21T17:12:00Z'
const AT = '2026-10-01T16:12:00Z'
const ZONE = 'Europe/Copenhagen'

test.each(['en', 'de', 'fr', 'el'] as const)(
  '%s: of 24 hours, as banks write them, and no second full stop',
  (language) => {
    const formats = formatsFor(language, 'Europe/Copenhagen')
    for (const told of [formats.time(EVENING), formats.dateTime(EVENING), formats.hour(18)]) {
      expect(told).toMatch(/18:\d\d$/)
      expect(`${told}.`).not.toMatch(/\.\.$/)
    }
  },
)

test('Greek counts one look as one', () => {
  const t = createTranslator({ locale: 'el', messages: messagesOf('el'), namespace: 'activity' })
  const said = (present: number) =>
    t.markup('said.looks', {
      tpp: 'Saldo',
      looks: 5,
      present,
      who: 'both',
      failed: 0,
      bdi: (words) => words,
    })
  expect(said(1)).toContain(', τη μία ενώ')
  expect(said(2)).toContain(', τις 2 ενώ')
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
