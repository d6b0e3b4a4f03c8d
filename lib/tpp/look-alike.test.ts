import { expect, test } from 'vitest'
import { holdsName, lookAlike } from './look-alike'
import { readPlainText } from './plain-name'
import { hasWebAddress } from './web-address-in'

// THR-12: a customer who knows a name must not be led to somebody else by one that looks like it.

test.each([
  ['Cyrillic а', 'pаypal', 'paypal'],
  ['all Cyrillic', 'ѕаӏԁо', 'Saldo'],
  ['all Cyrillic in capitals', 'НОВЕ', 'Hobe'],
  ['all Greek', 'Κονο', 'Kovo'],
  ['Greek omicron', 'Sαldο', 'Saldo'],
  ['rn for m', 'Forrnuekort', 'Formuekort'],
  ['rn for a capital M', 'rnoney', 'Money'],
  ['vv for w', 'vvallet', 'Wallet'],
  ['0 for O', 'Sald0', 'Saldo'],
  ['I for l', 'SaIdo', 'Saldo'],
  ['1 for l', 'Sa1do', 'Saldo'],
  ['| for l', 'Sa|do', 'Saldo'],
  ['a stroke through o', 'Bogforing', 'Bogføring'],
  ['mathematical letters', '𝐒𝐚𝐥𝐝𝐨', 'Saldo'],
  ['zero width', 'Sal\u200bdo', 'Saldo'],
  ['Armenian օ', 'Saldօ', 'Saldo'],
])('%s: %s looks like %s', (_how, one, other) => {
  expect(lookAlike(one, other)).not.toBeNull()
  expect(lookAlike(other, one)).not.toBeNull()
})

test.each([
  ['case', 'SALDO', 'Saldo'],
  ['spacing and dots', 'S.a l-d_o', 'Saldo'],
  ['an accent', 'Sáldo', 'Saldo'],
  ['ß', 'Straße', 'STRASSE'],
  ['full width', 'Ｓａｌｄｏ', 'Saldo'],
])('%s makes no other name: %s is %s', (_how, one, other) => {
  expect(lookAlike(one, other)).toBe('same')
})

test.each([
  ['Saldo', 'Salto'],
  ['Alia', 'Alla'],
  ['Kvitto', 'Kvitti'],
  ['Τράπεζα Αθηνών', 'Τράπεζα Θεσσαλονίκης'],
  ['Αλήθεια', 'Alitheia'],
  ['Όμικρον', 'Omicron'],
  ['Роса', 'Rosa'],
  ['Лайм', 'Lime'],
])('%s and %s are two names', (one, other) => {
  expect(lookAlike(one, other)).toBeNull()
})

test('the name of the bank within another is seen, whatever it is written with', () => {
  for (const name of ['Nordhavn Security', 'My Nоrdhаvn', 'N0RDHAVN-Help'])
    expect(holdsName(name, 'Nordhavn')).toBe(true)
  expect(holdsName('Nordisk Havn', 'Nordhavn')).toBe(false)
})

test.each([
  ['Nordhаvn', 'different scripts'],
  ['Sαldo', 'different scripts'],
  ['Saldo\u202ebank', 'bidirectional'],
  ['Sal\u200bdo', 'invisible'],
  ['Sal\u3164do', 'invisible'],
  ['Sal\u0007do', 'control'],
  ['<b>Saldo</b>', 'markup'],
])('%j is no name, and the text says by which rule', (given, rule) => {
  expect(readPlainText(given, 60)).toEqual({ problem: expect.stringContaining(rule) })
})

test.each(['Τράπεζα Αθηνών', 'Ευρώ Πληρωμές Α.Ε.', 'Сосна', 'Bogføring ApS', 'Müller & Söhne', '台灣銀行'])(
  '%s is an honest name',
  (given) => {
    expect(readPlainText(given, 60)).toEqual({ text: given })
  },
)

test.each([
  'https://evil.example/login',
  'evil.example',
  'Saldo (evil.example)',
  'EVIL.EXAMPLE.',
  'www.saldo',
  'saldo@evil.example',
  'a.b-c.co',
  'τράπεζα.ελ',
  'evil。example',
  'evil.xn--p1ai',
  'http ://1.2.3.4',
  '10.20.30.40',
  '=HYPERLINK("http://evil.example","x")',
])('%s is a web address to a mail program', (name) => expect(hasWebAddress(name)).toBe(true))

test.each([
  'Polder Betalingen N.V.',
  'Τράπεζα Αθηνών Α.Ε.',
  'Hucha Común EP S.L.',
  'Dr. Geld',
  'Version 2.0',
  'Saldo 1.2.3',
  'C++ & Co.',
  'To show your money. And no more.',
])('%s is none', (name) => expect(hasWebAddress(name)).toBe(false))
