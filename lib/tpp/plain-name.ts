const SCRIPTS = ['Latin', 'Greek', 'Cyrillic', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Han'] as const

/**
 * A stranger's words as pages may show them: composed, without control and bidirectional characters, without markup,
 * and letters of one script only, so that `pаypal` with a Cyrillic а is no name (THR-12). A text says what is wrong.
 */
export function readPlainText(given: string, lengthMax: number): { text: string } | { problem: string } {
  const text = given.normalize('NFKC').replace(/\s+/gu, ' ').trim()
  if (text.length === 0) return { problem: 'must not be empty' }
  if ([...text].length > lengthMax) return { problem: `must not be longer than ${lengthMax} characters` }
  const deceit = deceitOf(given + text)
  if (deceit) return { problem: deceit }
  if (/\p{C}/u.test(text)) return { problem: 'must not contain control, format or unassigned characters' }
  if (!/[\p{L}\p{N}]/u.test(text)) return { problem: 'must contain a letter or a digit' }
  if (/[<>]/.test(text)) return { problem: 'must be plain text, without markup' }
  // A stack of combining marks climbs over the lines above it; no word of a living language needs three.
  if (/\p{M}{3}/u.test(text)) return { problem: 'must not stack combining marks' }
  return { text }
}

/** By what a name would deceive the eye whoever else there is; null where it would not. */
export function deceitOf(name: string): string | null {
  if (/\p{Bidi_Control}/u.test(name)) return 'must not contain bidirectional control characters'
  // A filler or a blank Braille cell is a letter or a sign to Unicode and nothing to the eye.
  if (/[\p{Default_Ignorable_Code_Point}\u2800]/u.test(name)) return 'must not contain invisible characters'
  const letters = name.normalize('NFKC').match(/\p{L}/gu) ?? []
  const scripts = new Set(letters.map(scriptOf))
  return scripts.size > 1 ? 'must not mix letters of different scripts' : null
}

function scriptOf(letter: string): string {
  return SCRIPTS.find((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(letter)) ?? 'other'
}
