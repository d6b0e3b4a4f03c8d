/** A dot to whoever makes a link of it: also the ideographic one. */
const DOT = '[.\u3002\uff61]'
const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}-]*[\\p{L}\\p{N}\\p{M}])?'
const HOST = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${LABEL}${DOT})+(?:\\p{L}{2,}|xn--[a-z0-9-]+)(?![\\p{L}\\p{N}])`,
  'iu',
)
const NUMBERS = /(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)/u

/**
 * Whether a text has something in it that a mail program makes a link of: a scheme, `www.`, the name of a host or its number
 * (THR-12). Names stand in subjects of the bank's own mails. `N.V.` and `Α.Ε.` are no hosts: no top-level domain has one letter.
 */
export function hasWebAddress(text: string): boolean {
  return /:\/\/|\bwww\./iu.test(text) || HOST.test(text) || NUMBERS.test(text)
}
