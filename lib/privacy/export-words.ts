import 'server-only'
import { createTranslator } from 'use-intl/core'
import messages from '@/messages/en.json'

/** The words of the readable part of the copy; English is the only language yet. */
export const exportWords = () => createTranslator({ locale: 'en', messages, namespace: 'privacy' })

export type ExportWords = ReturnType<typeof exportWords>
