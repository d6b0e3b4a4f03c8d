import { DOMParser } from '@xmldom/xmldom'

/**
 * Parses UTF-8 text as XML, strictly: no document type and with it no entity of a stranger's making (XXE, expansion), no other
 * encoding, nothing that the parser would have to mend. Returns the root. Throws a sentence.
 */
export function parseXml(text: string): Element {
  if (/<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(text))
    throw new Error('it has a document type, which no list has')
  const encoding = /^<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(text.slice(0, 200))?.[1]
  if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') throw new Error('it is not in UTF-8')
  const faults: string[] = []
  const note = (fault: unknown) => void faults.push(String(fault))
  const parser = new DOMParser({ errorHandler: { warning: note, error: note, fatalError: note } })
  let root: Element | null = null
  try {
    root = parser.parseFromString(text, 'text/xml')?.documentElement ?? null
  } catch (cause) {
    throw new Error('it is not well-formed XML', { cause })
  }
  if (!root || faults.length > 0) throw new Error('it is not well-formed XML', { cause: faults[0] })
  return root
}

/** The child elements of this name, in order; none of a child. */
export function childrenOf(parent: Element, namespace: string, name: string): Element[] {
  return elementsOf(parent).filter((one) => one.namespaceURI === namespace && one.localName === name)
}

/** The one child of this name, or null where there is none. Throws where there are two: which of them counts nobody knows. */
export function childOf(parent: Element | null, namespace: string, name: string): Element | null {
  const [child, second] = parent ? childrenOf(parent, namespace, name) : []
  if (second) throw new Error(`it has ${name} twice in one place`)
  return child ?? null
}

/** All child elements. */
export function elementsOf(parent: Element): Element[] {
  return Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === 1)
}

/** The text of an element without the white space around it; null of no element. */
export function textOf(element: Element | null): string | null {
  return element?.textContent?.trim() ?? null
}
