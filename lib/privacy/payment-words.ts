import 'server-only'
import { createTranslator } from 'use-intl/core'
import { z } from 'zod'
import { PAYMENT_PRODUCTS, PAYMENT_REJECTIONS, PAYMENT_STATUSES } from '@/db/schema/payments'
import type { Language } from '@/i18n/languages'
import { messagesOf } from '@/i18n/messages'
import type { Formats } from '@/lib/formats'
import { paymentReference } from '@/lib/payments/payment'
import type { PlainRow } from './plain-row'

/**
 * A payment as a customer reads it: amount and payee as its title, the reference, and how it stands, in words instead of codes;
 * every field as it is kept stands in the file beside the page. Null where the row is not one. What others wrote is unescaped.
 */
export function paymentWords(row: PlainRow, language: Language, formats: Formats): PaymentWords | null {
  const read = ROW.safeParse(row)
  if (!read.success) return null
  const { id, tppId, product, executeOn, decidedAt, sealedOrder: order } = read.data
  const t = createTranslator({ locale: language, messages: messagesOf(language), namespace: 'payments' })
  const facts: [string, string | null][] = [
    [t('reference'), paymentReference(id)],
    [t('payee'), `${order.creditor.name}, ${order.creditor.iban}`],
    [t('day'), executeOn ? formats.day(executeOn) : t('atOnce')],
    [t('product'), t(`products.${product}`)],
    [t('message'), order.remittance],
    [t('asked'), tppId],
    [t.markup('endToEnd', { tpp: tppId, bdi: (chunks) => chunks }), order.endToEndId],
    [t('fee'), t('noFee')],
    [t('answered'), decidedAt && formats.dateTime(decidedAt)],
    [t('outcome'), outcomeOf(read.data, t, formats)],
  ]
  const title = t.markup('title', {
    amount: formats.money(order.money),
    payee: order.creditor.name,
    bdi: (chunks) => chunks,
  })
  return { title, facts: facts.flatMap(([label, value]) => (value ? [{ label, value }] : [])) }
}

function outcomeOf(row: z.infer<typeof ROW>, t: Translate, formats: Formats): string {
  const why = row.rejection ?? ''
  const on = (instant: string | null) => ({ date: instant ? formats.date(instant) : '', why })
  switch (row.status) {
    case 'ACSC':
      return t('outcomes.paid', on(row.settledAt))
    case 'CANC':
      return t('state.takenBack')
    case 'RJCT':
      return row.rejection === 'refused' ? t('state.declined') : t('outcomes.not-paid', on(row.lastActionAt))
    case 'RCVD':
    case 'ACTC':
      return t('outcomes.approved', on(row.decidedAt))
  }
}

const instant = z.string().nullable()
const ROW = z.object({
  id: z.uuid(),
  tppId: z.string(),
  product: z.enum(PAYMENT_PRODUCTS),
  status: z.enum(PAYMENT_STATUSES),
  rejection: z.enum(PAYMENT_REJECTIONS).nullable(),
  executeOn: z.string().nullable(),
  decidedAt: instant,
  settledAt: instant,
  lastActionAt: instant,
  sealedOrder: z.object({
    money: z.object({ amount: z.string(), currency: z.string() }),
    creditor: z.object({ name: z.string(), iban: z.string() }),
    endToEndId: z.string().nullable(),
    remittance: z.string().nullable(),
  }),
})

type Translate = ReturnType<typeof createTranslator<ReturnType<typeof messagesOf>, 'payments'>>
export type PaymentWords = { title: string; facts: { label: string; value: string }[] }
