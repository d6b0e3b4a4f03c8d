import { match } from '@formatjs/intl-localematcher'
import Negotiator from 'negotiator'
import { OFFERED } from './languages'

/** A list nobody means to be read: more is cut off. */
const WISHES_MAX = 20

/**
 * The offered language that answers a list of wishes best (RFC 4647 lookup, with CLDR's distances: `de-CH` gets `de`), or null
 * where it names none of ours. `wishes` is an `Accept-Language` header, or OpenID Connect's `ui_locales`, whose tags stand
 * between spaces (Core 3.1.2.1). A tag that is none is passed over.
 */
export function chooseLanguage(wishes: string | null | undefined): (typeof OFFERED)[number] | null {
  if (!wishes) return null
  const header = wishes.includes(',') || wishes.includes(';') ? wishes : wishes.trim().split(/ +/).join(',')
  const tags = new Negotiator({ headers: { 'accept-language': header } })
    .languages()
    .filter((tag) => tag !== '*' && isTag(tag))
    .slice(0, WISHES_MAX)
  const found = tags.length > 0 ? match(tags, OFFERED, NONE) : NONE
  return OFFERED.find((language) => language === found) ?? null
}

/** What the matcher gives back where nothing fits: the tag of no language (BCP 47 `zxx`). */
const NONE = 'zxx'

function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}
