import { expect, test } from 'vitest'
import { ALPHABETS } from './alphabet'
import { tokenizer } from './tokenize'

const hex = (text: string) => Buffer.from(text, 'hex')
const KEY_128 = '2B7E151628AED2A6ABF7158809CF4F3C'
const KEY_192 = `${KEY_128}EF4359D8D580AA4F`
const KEY_256 = `${KEY_192}7F036D6F04FC6A94`
const NO_TWEAK = ''
const TWEAK_10 = hex('39383736353433323130').toString()
const TWEAK_36 = hex('3737373770717273373737').toString()
const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'

// NIST's published samples for FF1 (csrc.nist.gov, Cryptographic Standards and Guidelines, FF1samples.pdf).
test.each([
  [KEY_128, ALPHABETS.digits, NO_TWEAK, '0123456789', '2433477484'],
  [KEY_128, ALPHABETS.digits, TWEAK_10, '0123456789', '6124200773'],
  [KEY_128, LETTERS, TWEAK_36, '0123456789abcdefghi', 'a9tv40mll9kdu509eum'],
  [KEY_192, ALPHABETS.digits, NO_TWEAK, '0123456789', '2830668132'],
  [KEY_192, ALPHABETS.digits, TWEAK_10, '0123456789', '2496655549'],
  [KEY_192, LETTERS, TWEAK_36, '0123456789abcdefghi', 'xbj3kv35jrawxv32ysr'],
  [KEY_256, ALPHABETS.digits, NO_TWEAK, '0123456789', '6657667009'],
  [KEY_256, ALPHABETS.digits, TWEAK_10, '0123456789', '1001623463'],
  [KEY_256, LETTERS, TWEAK_36, '0123456789abcdefghi', 'xs8a0azh2avyalyzuwd'],
])('sample %# of NIST', (key, alphabet, tweak, plain, token) => {
  const cipher = tokenizer({ key: hex(key), alphabet, width: plain.length, keep: 0 })
  expect(cipher.protect(plain, tweak)).toBe(token)
  expect(cipher.unprotect(token, tweak)).toBe(plain)
})

test('a field of fewer than a million values is refused', () => {
  const key = hex(KEY_256)
  expect(() => tokenizer({ key, alphabet: ALPHABETS.digits, width: 9, keep: 4 })).toThrow(
    'fewer than a million',
  )
  expect(() => tokenizer({ key, alphabet: ALPHABETS.capitals, width: 4, keep: 0 })).toThrow(
    'fewer than a million',
  )
  tokenizer({ key, alphabet: ALPHABETS.digits, width: 10, keep: 4 })
})

test('what is no value of the field is neither made nor opened', () => {
  const cipher = tokenizer({ key: hex(KEY_256), alphabet: ALPHABETS.digits, width: 18, keep: 4 })
  for (const text of ['DK5000400440116243x', 'DK500040044011624', 'DK50004004401162ÅÅ', ''])
    expect([cipher.fits(text), cipher.protect(text, 't'), cipher.unprotect(text, 't')]).toEqual([
      false,
      null,
      null,
    ])
})

test('a token keeps width, alphabet and what is kept, and opens under its own tweak only', () => {
  const cipher = tokenizer({ key: hex(KEY_256), alphabet: ALPHABETS.digits, width: 18, keep: 4 })
  const token = cipher.protect('DK5000400440116243', 'iban') ?? ''
  expect(token).toMatch(/^DK50\d{14}$/)
  expect(token).not.toBe('DK5000400440116243')
  expect(cipher.unprotect(token, 'iban')).toBe('DK5000400440116243')
  expect(cipher.unprotect(token, 'phone')).not.toBe('DK5000400440116243')
})
