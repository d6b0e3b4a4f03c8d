import { createTranslator } from 'use-intl/core'
import messages from '@/messages/en.json'
import type { InvalidReceipt } from './verify-receipt'

/** Why a file is not genuine, as the command says it: in the words of the page. */
export const explainInvalid = (reason: InvalidReceipt): string =>
  createTranslator({ locale: 'en', messages, namespace: 'verify.invalid' })(reason)
