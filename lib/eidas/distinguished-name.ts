import type { Name } from '@peculiar/asn1-x509'

export const COMMON_NAME = '2.5.4.3'
export const COUNTRY = '2.5.4.6'
export const ORGANIZATION = '2.5.4.10'
export const ORGANIZATION_IDENTIFIER = '2.5.4.97'

const SHORT_NAMES: Record<string, string> = {
  [COMMON_NAME]: 'CN',
  [COUNTRY]: 'C',
  [ORGANIZATION]: 'O',
  [ORGANIZATION_IDENTIFIER]: 'organizationIdentifier',
  '2.5.4.5': 'serialNumber',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.11': 'OU',
}

/**
 * Every value of one attribute. All are returned, so that the caller can refuse two: a reader that takes
 * the first and one that takes the last would see two different companies.
 */
export function valuesOf(name: Name, attribute: string): string[] {
  return name.flatMap((rdn) =>
    rdn.filter(({ type }) => type === attribute).map(({ value }) => value.toString()),
  )
}

/** A name as RFC 4514 writes it, last component first, for people and logs. */
export function nameToText(name: Name): string {
  return name
    .map((rdn) =>
      rdn.map(({ type, value }) => `${SHORT_NAMES[type] ?? type}=${escapeValue(value.toString())}`).join('+'),
    )
    .reverse()
    .join(',')
}

function escapeValue(text: string): string {
  return text
    .replace(/[\\",+;<>=]/g, '\\$&')
    .replace(/^[ #]| $/g, '\\$&')
    .replace(/\p{Cc}/gu, (control) => `\\${control.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
