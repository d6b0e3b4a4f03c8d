import 'server-only'
import { chooseLanguage } from '@/i18n/choose-language'
import type { Language } from '@/i18n/languages'
import { preferredLanguage } from '@/i18n/preferred-language'
import { askedLanguages } from '@/lib/psu/asked-languages'
import { PATH_HEADER } from './path-header'
import { requestPage } from './request-page'

/**
 * The language of a page or of a handler's answer, by the headers that `proxy.ts` passed on. On a third party's request it is
 * what that asked for (`ui_locales`, `PSU-Accept-Language`) until the customer chooses; else the browser's.
 */
export async function requestLanguage(headers: Pick<Headers, 'get'>): Promise<Language> {
  const path = headers.get(PATH_HEADER) ?? ''
  // The bank's staff and the developers of third parties read English.
  if (/^\/(staff|developer)(?![^/?])/.test(path)) return 'en'
  const asking = requestPage(path)
  return (asking && chooseLanguage(await askedLanguages(asking))) || preferredLanguage(headers)
}
