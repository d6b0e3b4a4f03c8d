import type { Route } from './route'

/**
 * The line of the table for a path and method. `allow`: the path exists, that method of it does not. Segments are
 * compared as they came: every id is a UUID or a plain word, so nothing needs decoding and nothing can be hidden by encoding.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  const segments = path.split('/')
  const fitting = (compiled(routes)[segments.length] ?? []).filter(({ template }) => fits(template, segments))
  const found = fitting.find(({ route }) => route.method === method)
  if (found) return { route: found.route, ids: idsOf(found.template, segments), allow: null }
  if (fitting.length === 0) return { route: null, ids: {}, allow: null }
  return { route: null, ids: {}, allow: fitting.map(({ route }) => route.method).join(', ') }
}

/** By the number of segments: each path is compared with a few lines, not with the table. */
const known = new WeakMap<readonly Route[], Compiled[][]>()

function compiled(routes: readonly Route[]): Compiled[][] {
  const before = known.get(routes)
  if (before) return before
  const now: Compiled[][] = []
  for (const route of routes) {
    const template = route.path.split('/')
    now[template.length] = [...(now[template.length] ?? []), { route, template }]
  }
  known.set(routes, now)
  return now
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  return template.every((part, index) =>
    part.startsWith('{') ? segments[index] !== '' : part === segments[index],
  )
}

function idsOf(template: readonly string[], segments: readonly string[]): Record<string, string> {
  const ids: Record<string, string> = {}
  for (const [index, part] of template.entries())
    if (part === PRODUCT) ids['payment-product'] = segments[index] ?? ''
    else if (part.startsWith('{')) ids[part.slice(1, -1)] = uuidOr(segments[index], NIL)
  return ids
}

/** The one part of a path that is a word of the standard and no id. */
const PRODUCT = '{payment-product}'

/** Names nothing that exists: what is no UUID is simply not found, in the same words as a UUID that is not there. */
export const NIL = '00000000-0000-0000-0000-000000000000'

/** A UUID of any version. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A UUID of any version in lower case, or `otherwise`. */
export function uuidOr<Otherwise>(text: string | undefined, otherwise: Otherwise): string | Otherwise {
  return text !== undefined && UUID.test(text) ? text.toLowerCase() : otherwise
}

type Match = { route: Route | null; ids: Record<string, string>; allow: string | null }
type Compiled = { route: Route; template: string[] }
