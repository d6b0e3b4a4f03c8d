import { createTranslator } from 'use-intl/core'
import { expect, test } from 'vitest'
import { messagesOf } from '@/i18n/messages'
import { formatsFor } from './formats'

const EVENING = '2026-11-21T17:12:00Z'

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
