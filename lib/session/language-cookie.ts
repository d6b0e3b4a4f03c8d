import 'server-only'
import { cookies } from 'next/headers'
import { isLanguage } from '@/i18n/languages'
import { LANGUAGE_COOKIE } from '@/i18n/preferred-language'

const YEAR_SECONDS = 31_536_000

/** Keeps a language in this browser, where it is one of ours; only in a handler, never while a page renders. */
export async function writeLanguage(language: string | null): Promise<void> {
  if (isLanguage(language))
    (await cookies()).set(LANGUAGE_COOKIE, language, {
      path: '/',
      maxAge: YEAR_SECONDS,
      sameSite: 'lax',
      httpOnly: true,
    })
}
