/**
 * Reads the accounts that a person typed, one or more with commas or line breaks between them; null when any of
 * them is no IBAN. The check digits (ISO 7064, mod 97) catch nearly every slip before the bank is asked.
 */
export function readIbans(typed: string): string[] | null {
  const ibans = typed
    .split(/[,;\n]/)
    .map((part) => part.replace(/\s/g, '').toUpperCase())
    .filter((part) => part !== '')
  return ibans.length > 0 && ibans.every(isIban) ? [...new Set(ibans)] : null
}

/** In groups of four, as printed on paper. */
export function formatIban(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ')
}

function isIban(value: string) {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(value)) return false
  const digits = [...value.slice(4), ...value.slice(0, 4)].map((sign) => Number.parseInt(sign, 36)).join('')
  return BigInt(digits) % 97n === 1n
}
