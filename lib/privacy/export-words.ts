import 'server-only'
import { createTranslator } from 'use-intl/core'
import type { Language } from '@/i18n/languages'
import { messagesOf } from '@/i18n/messages'

/** The words of the readable part of the copy. */
export const exportWords = (language: Language) =>
  createTranslator({ locale: language, messages: messagesOf(language), namespace: 'privacy' })

export type ExportWords = ReturnType<typeof exportWords>
