declare const markup: unique symbol
/** Markup that `element` made; the type keeps text from being taken for it. */
export type Markup = string & { readonly [markup]: true }

/** An XML element. A text is escaped, absent children are left out, and so is an element without any content. */
export function element(name: string, content: Content, attributes: Record<string, string> = {}): Markup {
  const inner = contentOf(content)
  const named = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${escapeXml(value)}"`)
  return (inner === '' ? '' : `<${name}${named.join('')}>${inner}</${name}>`) as Markup
}

/** A document in UTF-8 with this root. */
export const xmlDocument = (root: Markup) => `<?xml version="1.0" encoding="UTF-8"?>\n${root}`

/** A text, which will be escaped. Up to `length` characters of it; what XML cannot hold goes. */
export function text(value: string | null | undefined, length: number): Text | null {
  if (!value) return null
  return { text: [...withoutForbidden(value)].slice(0, length).join('') }
}

function contentOf(content: Content): string {
  if (content === null) return ''
  if (Array.isArray(content)) return content.join('')
  return typeof content === 'object' && 'text' in content ? escapeXml(content.text) : String(content)
}

/** Quotes as well, so that one function is right in elements and in attributes. */
const escapeXml = (value: string) =>
  withoutForbidden(value).replace(/[<>&"']/g, (character) => ESCAPES[character] ?? '')

const ESCAPES: Record<string, string> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
}

/** XML 1.0 has no control characters but tab and line ends, no lone surrogates and no U+FFFE and U+FFFF (2.2). */
const withoutForbidden = (value: string) =>
  value.toWellFormed().replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')

type Text = { text: string }
type Content = Text | Markup | Markup[] | null
