import { z } from 'zod'
import { accountReference } from '@/lib/consent/account-reference'
import { payerCardNumber } from '@/lib/consent/funds-consent-body'
import { refuseField } from '@/lib/consent/refuse-field'
import { shownText } from '@/lib/consent/shown-text'
import type { Money } from '@/lib/core-banking/account'
import { toMoney } from '@/lib/core-banking/money'

const PAYEE_LENGTH_MAX = 70
/** Fourteen digits before the point are what an amount of this interface may have. */
const AMOUNT = /^[0-9]{1,14}(\.[0-9]{1,3})?$/

const instructedAmount = z
  .strictObject({
    currency: z
      .string()
      .max(3)
      .regex(/^[A-Z]{3}$/, 'Send three capital letters.'),
    amount: z.string().max(19).regex(AMOUNT, 'Send a decimal number above zero as text, such as "12.50".'),
  })
  .transform(({ currency, amount }, context): Money => {
    if (!/[1-9]/.test(amount))
      return refuseField(context, 'format_error', 'Ask for an amount above zero.', 'amount')
    try {
      return toMoney(amount, currency)
    } catch {
      const fault = 'The amount has more digits than its currency.'
      return refuseField(context, 'format_error', fault, 'amount')
    }
  })

/** `POST /v1/funds-confirmations`, turned into what the house understands. */
export const fundsBody = z
  .strictObject({
    account: accountReference,
    instructedAmount,
    cardNumber: payerCardNumber.optional(),
    payee: shownText(PAYEE_LENGTH_MAX),
  })
  .transform((body) => ({
    account: body.account,
    money: body.instructedAmount,
    cardNumber: body.cardNumber ?? null,
    payee: body.payee ?? null,
  }))
