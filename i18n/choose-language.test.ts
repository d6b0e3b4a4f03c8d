import { expect, test } from 'vitest'
import { chooseLanguage } from './choose-language'

test.each([
  ['de-CH,fr;q=0.8,en;q=0.7', 'de'],
  ['da, el;q=0.5', 'el'],
  ['fr-CA fr en', 'fr'],
  ['el', 'el'],
  ['en;q=0.1, de;q=0.9', 'de'],
  ['nonsense__,de', 'de'],
])('%s is answered in %s', (wishes, language) => expect(chooseLanguage(wishes)).toBe(language))

test.each([null, '', '*', 'da', 'da-DK,nb;q=0.9', ';;;', 'de;q=0', '<script>', 'x'.repeat(9_000)])(
  'of %s nothing follows',
  (wishes) => expect(chooseLanguage(wishes)).toBeNull(),
)

test('the pseudo-language cannot be asked for', () => expect(chooseLanguage('ar-XB')).toBeNull())

test('a list without end costs no more than its beginning', () =>
  expect(chooseLanguage(`${'da,'.repeat(19)}nb,de`)).toBeNull())
