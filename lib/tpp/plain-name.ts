const SCRIPTS = ['Latin', 'Greek', 'Cyrillic', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Han'] as const

/**
 * A stranger's words as pages may show them: composed, without control and bidirectional characters, without markup,
 * and letters of one script only, so that `pаypal` with a Cyrillic а is no name (THR-12). A text says what is wrong.
 */
export function readPlainText(given: string, lengthMax: number): { text: string } | { problem: string } {
  const text = given.normalize('NFKC').replace(/\s+/gu, ' ').trim()
  if (text.length === 0) return { problem: 'must not be empty' }
  if ([...text].length > lengthMax) return { problem: `must not be longer than ${lengthMax} characters` }
  if (/\p{C}/u.test(text)) return { problem: 'must not contain control, format or unassigned characters' }
  if (/[<>]/.test(text)) return { problem: 'must be plain text, without markup' }
  // A stack of combining marks climbs over the lines above it; no word of a living language needs three.
  if (/\p{M}{3}/u.test(text)) return { problem: 'must not stack combining marks' }
  const letters = text.match(/\p{L}/gu) ?? []
  const scripts = new Set(letters.map(scriptOf))
  if (scripts.size > 1) return { problem: 'must not mix letters of different scripts' }
  return { text }
}

function scriptOf(letter: string): string {
  return SCRIPTS.find((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(letter)) ?? 'other'
}
