import { addDays, bankDay, endOfDay } from '@/lib/bank-day'
import { Refusal } from '@/lib/errors'
import type { PaymentOrder, PaymentProduct } from './payment'

/** How many days ahead the bank takes an order. */
export const DAYS_AHEAD_MAX = 365

/**
 * The order with the day on which it is carried out: today is at once. Throws `execution_date_invalid` for a day that is over or
 * too far away, and for any later day where the money has to be there in seconds.
 */
export function withExecutionDay({ order, product, now, timeZone }: WithExecutionDay): PaymentOrder {
  const { executeOn } = order
  if (executeOn === null) return order
  const today = bankDay(now, timeZone)
  const later = product === 'sepa-credit-transfers' && executeOn <= addDays(today, DAYS_AHEAD_MAX)
  if (executeOn < today || (executeOn > today && !later))
    throw new Refusal('execution_date_invalid', { path: 'requestedExecutionDate' })
  return executeOn === today ? { ...order, executeOn: null } : order
}

/** When an approved payment is carried out: as its day begins at the bank, or at once. */
export function executionOf({ executeOn, approvedAt, timeZone }: ExecutionOf): Date {
  if (executeOn === null) return approvedAt
  const begins = endOfDay(addDays(executeOn, -1), timeZone)
  return begins > approvedAt ? begins : approvedAt
}

type WithExecutionDay = { order: PaymentOrder; product: PaymentProduct; now: Date; timeZone: string }
type ExecutionOf = { executeOn: string | null; approvedAt: Date; timeZone: string }
