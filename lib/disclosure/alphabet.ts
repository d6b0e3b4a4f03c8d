/** What a protected field may be written in, by name. A job may also spell out an alphabet of its own. */
export const ALPHABETS = {
  digits: '0123456789',
  capitals: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'capitals-digits': '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'letters-digits': '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
} as const

/** SP 800-38G Rev. 1, 4.1: below a million possible values an attacker who may ask often enough learns them all. */
export const DOMAIN_MIN = 1_000_000

/** How many characters of an alphabet a token needs at least, to be one of a million. */
export function widthMin(alphabet: string): number {
  let width = 0
  for (let domain = 1; domain < DOMAIN_MIN; domain *= alphabet.length) width++
  return width
}

/** From a character of the alphabet to its digit; nothing else is in it. */
export function digitsOf(alphabet: string): ReadonlyMap<string, number> {
  return new Map([...alphabet].map((character, digit) => [character, digit]))
}
