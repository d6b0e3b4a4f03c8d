import { createTranslator } from 'use-intl/core'
import { chooseLanguage } from '@/i18n/choose-language'
import { messagesOf } from '@/i18n/messages'
import { brand } from '@/lib/brand'
import { formatsFor } from '@/lib/formats'
import type { PaymentOfTpp } from '@/lib/payments/find-payment-of-tpp'

/**
 * What a third party may show a customer who wonders what became of a payment, in the best of the languages wished for (an
 * `Accept-Language`), in English where none of them is ours; null where the status says it all, or they did it themselves.
 */
export function paymentMessage(payment: PaymentOfTpp, wishes: string | null): string | null {
  const { executeOn } = payment.order
  const key = keyOf(payment)
  if (key === null) return null
  const locale = chooseLanguage(wishes) ?? 'en'
  const t = createTranslator({ locale, messages: messagesOf(locale), namespace: 'paymentMessage' })
  const day = executeOn === null ? '' : formatsFor(locale, brand.timeZone).day(executeOn)
  return t(key, { bank: brand.name, day })
}

function keyOf({ status, rejection, order }: PaymentOfTpp) {
  if (status === 'ACTC') return order.executeOn === null ? null : 'later'
  return rejection === null ? null : AFTER[rejection]
}

const AFTER = {
  refused: null,
  unanswered: 'unanswered',
  funds: 'funds',
  account: 'failed',
  payee: 'failed',
} as const satisfies Record<NonNullable<PaymentOfTpp['rejection']>, string | null>
