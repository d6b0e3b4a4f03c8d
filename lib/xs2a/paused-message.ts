import { createTranslator } from 'use-intl/core'
import { chooseLanguage } from '@/i18n/choose-language'
import { messagesOf } from '@/i18n/messages'
import { brand } from '@/lib/brand'

/**
 * What a third party may show a customer who has paused it and wonders why nothing is new, in the best of the languages wished
 * for (an `Accept-Language`); in English where none of them is ours.
 */
export function pausedMessage(wishes: string | null): string {
  const locale = chooseLanguage(wishes) ?? 'en'
  const t = createTranslator({ locale, messages: messagesOf(locale), namespace: 'detail' })
  return t('pausedForApp', { bank: brand.name })
}
