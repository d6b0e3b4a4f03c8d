import { createTranslator } from 'use-intl/core'
import { expect, test } from 'vitest'
import { isolatePhones } from './isolate-phones'
import { LANGUAGES, type Language } from './languages'
import { messagesOf } from './messages'

const PHONE = '+45 33 14 00 00'
const textsOf = (tree: object): string[] =>
  Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : textsOf(value)))
const withPhone = (language: Language) =>
  textsOf(messagesOf(language)).filter((text) => text.includes('{phone}'))

test('from the right, each phone number in a sentence stands by itself, wherever in the text', () => {
  const texts = withPhone('ar-XB')
  expect(texts.length).toBeGreaterThan(10)
  expect(texts.filter((text) => text.replaceAll('\u2066{phone}\u2069', '').includes('{phone}'))).toEqual([])
  const nested = '{n, plural, one {<tel>{phone}</tel>} other {{sort, select, a {{phone}} other {#}}}}'
  expect(isolatePhones({ nested }).nested.match(/\u2066\{phone\}\u2069/g)).toHaveLength(2)
})

test('from the left, none holds a sign that cannot be dialled', () => {
  for (const language of ['en', 'de', 'fr', 'el'] as const) {
    expect(LANGUAGES[language].direction).toBe('ltr')
    expect(withPhone(language).filter((text) => /[\u2066-\u2069]/.test(text))).toEqual([])
  }
})

test('a sentence with it is worded as before', () => {
  const worded = (locale: Language) =>
    createTranslator({ locale, messages: messagesOf(locale), namespace: 'problem' })('unexpected', {
      phone: PHONE,
    })
  expect(worded('ar-XB')).toContain(`\u2066${PHONE}\u2069`)
  expect(worded('en')).toContain(PHONE)
})
