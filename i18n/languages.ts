/**
 * The languages of the customer's pages: each by its own name, with the locale that its dates and amounts are written in, and
 * the direction of its script. `ar-XB` is the pseudo-language of CLDR: English made longer and written from the right, to see
 * what a translation would break; it is chosen in a sandbox only, and offered nowhere.
 */
export const LANGUAGES = {
  en: { name: 'English', formats: 'en-IE', direction: 'ltr' },
  de: { name: 'Deutsch', formats: 'de-DE', direction: 'ltr' },
  fr: { name: 'Français', formats: 'fr-FR', direction: 'ltr' },
  el: { name: 'Ελληνικά', formats: 'el-GR-u-hc-h23', direction: 'ltr' },
  'ar-XB': { name: 'Pseudo', formats: 'ar-u-nu-latn', direction: 'rtl' },
} as const satisfies Record<string, { name: string; formats: string; direction: 'ltr' | 'rtl' }>

export const PSEUDO = 'ar-XB'

/** What a customer may choose from. */
export const OFFERED = ['en', 'de', 'fr', 'el'] as const satisfies readonly Language[]

/** Whether a text is one of our languages, written as we write it. */
export const isLanguage = (text: string | null | undefined): text is Language =>
  text !== null && text !== undefined && Object.hasOwn(LANGUAGES, text)

export type Language = keyof typeof LANGUAGES
