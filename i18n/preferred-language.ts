import { env } from '@/lib/env'
import { chooseLanguage } from './choose-language'
import { isLanguage, type Language, PSEUDO } from './languages'

/** Under which a browser keeps the language that was chosen in it. */
export const LANGUAGE_COOKIE = 'language'

/** The language of a browser: the one chosen in it, then what it asks for (`Accept-Language`), then the bank's own. */
export function preferredLanguage(headers: Pick<Headers, 'get'>): Language {
  const [, saved] = LANGUAGE_IN_COOKIE.exec(headers.get('cookie') ?? '') ?? []
  if (isLanguage(saved) && (saved !== PSEUDO || env.SANDBOX)) return saved
  return chooseLanguage(headers.get('accept-language')) ?? env.BANK_LANGUAGE
}

const LANGUAGE_IN_COOKIE = new RegExp(`(?:^|; ?)${LANGUAGE_COOKIE}=([A-Za-z-]{2,8})(?:;|$)`)
