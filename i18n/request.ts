import { headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { brand } from '@/lib/brand'
import { requestLanguage } from '@/lib/session/request-language'
import type { Language } from './languages'
import { type Messages, messagesOf } from './messages'

/** The language, words and zone of a page; a day is a day in the bank's zone. */
export default getRequestConfig(async () => {
  const locale = await requestLanguage(await headers())
  return { locale, messages: messagesOf(locale), timeZone: brand.timeZone }
})

declare module 'next-intl' {
  interface AppConfig {
    Locale: Language
    Messages: Messages
  }
}
