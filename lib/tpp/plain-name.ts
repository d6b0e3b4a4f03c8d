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
  // A filler or a blank Braille cell is a letter or a sign to Unicode and nothing to the eye.
  if (/[\p{Default_Ignorable_Code_Point}\u2800]/u.test(given + text))
    return { problem: 'must not contain invisible characters' }
  if (!/[\p{L}\p{N}]/u.test(text)) return { problem: 'must contain a letter or a digit' }
  if (/[<>]/.test(text)) return { problem: 'must be plain text, without markup' }
  // A stack of combining marks climbs over the lines above it; no word of a living language needs three.
  if (/\p{M}{3}/u.test(text)) return { problem: 'must not stack combining marks' }
  const letters = text.match(/\p{L}/gu) ?? []
  const scripts = new Set(letters.map(scriptOf))
  if (scripts.size > 1) return { problem: 'must not mix letters of different scripts' }
  return { text }
}

/** What two names have in common when they look alike: the same fold, whatever case, spacing, punctuation or 0 for O. */
export function foldName(name: string): string {
  // Up first: ß and SS are one.
  const folded = name.normalize('NFKC').toUpperCase().toLowerCase()
  return folded
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
}

function scriptOf(letter: string): string {
  return SCRIPTS.find((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(letter)) ?? 'other'
}
