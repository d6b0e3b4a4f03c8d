import { type Node, type ParseError, parseTree } from 'jsonc-parser'
import type { Place } from './layout'
import { LayoutFault } from './layout-fault'

/**
 * Where the fields of one JSON line stand, each inside of its quotes. A field is named by its path (`holder.phone`), stands once
 * (readers differ about which of two names counts), and is a string without escapes. Throws `LayoutFault` for anything else.
 */
export function jsonPlaces(record: string, paths: readonly string[]): Place[] {
  const errors: ParseError[] = []
  const tree = parseTree(record, errors, { disallowComments: true, allowTrailingComma: false })
  if (tree?.type !== 'object' || errors.length > 0) throw new LayoutFault('this is no JSON object')
  return paths.map((path) => {
    const node = path.split('.').reduce<Node | undefined>(onlyOf, tree)
    if (node?.type !== 'string') throw new LayoutFault(`${path} is missing, stands twice or is no string`)
    const place = { start: node.offset + 1, end: node.offset + node.length - 1 }
    if (record.slice(place.start, place.end).includes('\\'))
      throw new LayoutFault(`${path} is written with escapes: write it without`)
    return place
  })
}

function onlyOf(node: Node | undefined, key: string): Node | undefined {
  const named =
    node?.type === 'object' ? node.children?.filter(({ children }) => children?.[0]?.value === key) : []
  return named?.length === 1 ? named[0]?.children?.[1] : undefined
}
