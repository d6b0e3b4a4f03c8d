import { FF1 } from '@noble/ciphers/ff1.js'
import { digitsOf, widthMin } from './alphabet'

/**
 * Makes tokens and opens them: FF1 of NIST SP 800-38G with AES-256, so that a token has the width and the alphabet of what it
 * stands for. The first `keep` characters stay as they are (a country, a bank). `tweak` binds a token to its field, and to its
 * row where a job says so: under another tweak it opens to something else. Both answer null for a text that is no value of
 * the field; the caller knows the line. Throws where the field has fewer than a million values.
 */
export function tokenizer({ key, alphabet, width, keep }: TokenField & { key: Uint8Array }): Tokenizer {
  const length = width - keep
  if (length < widthMin(alphabet))
    throw new Error(
      `${length} characters of ${alphabet.length} have fewer than a million values: ${widthMin(alphabet)} are needed`,
    )
  const digits = digitsOf(alphabet)
  const ciphers = new Map<string, ReturnType<typeof FF1>>()
  const turn = (text: string, tweak: string, by: 'encrypt' | 'decrypt'): string | null => {
    const numbers = numbersOf(text)
    if (!numbers) return null
    let turned = text.slice(0, keep)
    for (const digit of cipherOf(tweak)[by](numbers)) turned += alphabet[digit]
    return turned
  }
  return {
    fits: (text) => numbersOf(text) !== null,
    protect: (text, tweak) => turn(text, tweak, 'encrypt'),
    unprotect: (text, tweak) => turn(text, tweak, 'decrypt'),
  }

  function numbersOf(text: string): number[] | null {
    if (text.length !== width) return null
    const numbers: number[] = new Array(length)
    for (let at = 0; at < length; at++) {
      const digit = digits.get(text.charAt(keep + at))
      if (digit === undefined) return null
      numbers[at] = digit
    }
    return numbers
  }

  function cipherOf(tweak: string) {
    const known = ciphers.get(tweak)
    if (known) return known
    // A tweak per row would otherwise be remembered for every row of the file.
    if (ciphers.size >= CIPHERS_MAX) ciphers.clear()
    const made = FF1(alphabet.length, key, Buffer.from(tweak))
    ciphers.set(tweak, made)
    return made
  }
}

const CIPHERS_MAX = 100

/** `width` in characters, the kept ones among them. */
export type TokenField = { alphabet: string; width: number; keep: number }
export type Tokenizer = {
  fits: (text: string) => boolean
  protect: (text: string, tweak: string) => string | null
  unprotect: (text: string, tweak: string) => string | null
}
