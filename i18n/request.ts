import { getRequestConfig } from 'next-intl/server'
import { brand } from '@/lib/brand'
import messages from '@/messages/en.json'

/** The language and zone of a page. English is the only language yet; a day is a day in the bank's zone. */
export default getRequestConfig(async () => ({ locale: 'en', messages, timeZone: brand.timeZone }))

declare module 'next-intl' {
  interface AppConfig {
    Locale: 'en'
    Messages: typeof messages
  }
}
