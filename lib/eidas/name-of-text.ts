import type { Name } from '@peculiar/asn1-x509'

/** How programs call the attributes of a name; every one may also be written as its OID, with or without `OID.`. */
const TYPES: Record<string, string> = {
  CN: '2.5.4.3',
  SERIALNUMBER: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  S: '2.5.4.8',
  STREET: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  ORGANIZATIONIDENTIFIER: '2.5.4.97',
  OI: '2.5.4.97',
  E: '1.2.840.113549.1.9.1',
  EMAILADDRESS: '1.2.840.113549.1.9.1',
  DC: '0.9.2342.19200300.100.1.25',
}

/** DER strings that are one byte or UTF-8 per character: UTF8String, PrintableString, TeletexString, IA5String. */
const TEXT_TAGS = [0x0c, 0x13, 0x14, 0x16]

/**
 * Whether a text is this distinguished name, compared as a name: RFC 2253 order or its reverse (OpenSSL's), attribute
 * types by any of their names, escaping, letter case and runs of blanks apart. False for what cannot be read.
 */
export function isNameInText(name: Name, text: string): boolean {
  const read = readName(text)
  if (!read) return false
  const stated = JSON.stringify(read)
  const given = name.map((rdn) => toKey(rdn.map(({ type, value }) => [type, value.toString()])))
  return stated === JSON.stringify(given) || stated === JSON.stringify(given.reverse())
}

/** One key per component, in the order of the text; null when it is no name. */
function readName(text: string): string[] | null {
  const components: string[] = []
  let attributes: Attribute[] = []
  for (let at = 0; at <= text.length; at += 1) {
    const end = endOfAttribute(text, at)
    const attribute = readAttribute(text.slice(at, end))
    if (!attribute) return null
    attributes.push(attribute)
    if (text[end] !== '+') {
      components.push(toKey(attributes))
      attributes = []
    }
    at = end
  }
  return components
}

/** Where the attribute that begins at `start` ends: at a separator that is neither escaped nor quoted. */
function endOfAttribute(text: string, start: number): number {
  let quoted = false
  for (let at = start; at < text.length; at += 1) {
    const sign = text.charAt(at)
    if (sign === '\\') at += 1
    else if (sign === '"') quoted = !quoted
    else if (!quoted && ',;+'.includes(sign)) return at
  }
  return text.length
}

function readAttribute(text: string): Attribute | null {
  const [, stated = '', raw = ''] = /^\s*([A-Za-z0-9.]+)\s*=(.*)$/s.exec(text) ?? []
  const type = TYPES[stated.toUpperCase()] ?? stated.replace(/^OID\./i, '')
  if (!/^\d+(\.\d+)+$/.test(type)) return null
  const trimmed = raw.trim()
  const value = trimmed.startsWith('#') ? readDerText(trimmed.slice(1)) : withoutEscapes(trimmed)
  return value === null ? null : [type, value]
}

/** RFC 2253, 2.4: `#` and the value's DER in hexadecimal, as Java writes types it does not know. */
function readDerText(hex: string): string | null {
  const der = /^([0-9a-f]{2})+$/i.test(hex) ? Buffer.from(hex, 'hex') : Buffer.alloc(0)
  const [tag = 0, length = 0] = der
  if (!TEXT_TAGS.includes(tag) || length >= 0x80 || der.length !== length + 2) return null
  return der.toString('utf8', 2)
}

function withoutEscapes(text: string): string | null {
  const inner = /^"(.*)"$/s.exec(text)?.[1] ?? text
  const bytes = inner.replace(/(?:\\[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('\\', ''), 'hex').toString('utf8'),
  )
  return bytes.replace(/\\(.)/gs, '$1')
}

const toKey = (attributes: readonly Attribute[]) =>
  attributes
    .map(([type, value]) => `${type}=${value.trim().replace(/\s+/g, ' ').toLowerCase()}`)
    .sort()
    .join('+')

type Attribute = readonly [type: string, value: string]
