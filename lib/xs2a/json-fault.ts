const DEPTH_MAX = 16
const TOKENS = /"(?:[^"\\]|\\.)*"?|[[\]{}:]/gs

/**
 * What makes a JSON text dangerous before it is parsed, or null: nesting that is too deep, a member that is there twice,
 * of which two readers would take different ones, or `__proto__`. Whether it is JSON at all is the parser's to say.
 */
export function jsonFault(text: string): { text: string; path?: string } | null {
  const objects: (Set<string> | null)[] = []
  let last = ''
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      if (objects.push(token === '{' ? new Set() : null) > DEPTH_MAX)
        return { text: `The body is nested more than ${DEPTH_MAX} deep. Send it flatter.` }
    } else if (token === '}' || token === ']') objects.pop()
    else if (token === ':') {
      const name = nameOf(last)
      const members = objects.at(-1)
      if (name === '__proto__') return { path: name, text: 'There is no such field. Leave it out.' }
      if (members?.has(name)) return { path: shown(name), text: 'Send each field once.' }
      members?.add(name)
    }
    last = token
  }
  return null
}

/** `"\u0061"` is `"a"`: escaped or not, it is the same member. */
function nameOf(token: string): string {
  if (!token.includes('\\')) return token.slice(1, -1)
  try {
    return String(JSON.parse(token))
  } catch {
    return token
  }
}

const shown = (name: string) => name.replace(/[^\x20-\x7e]/g, '?').slice(0, 70)
