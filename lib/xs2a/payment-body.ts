import { isSEPACountry, isValidIBAN } from 'ibantools'
import { z } from 'zod'
import { calendarDay } from '@/lib/consent/calendar-day'
import { refuseField } from '@/lib/consent/refuse-field'
import { shownText } from '@/lib/consent/shown-text'
import type { Money } from '@/lib/core-banking/account'
import { toMoney } from '@/lib/core-banking/money'
import type { PaymentOrder } from '@/lib/payments/payment'

const NAME_LENGTH_MAX = 70
const REMITTANCE_LENGTH_MAX = 140
const REFERENCE_LENGTH_MAX = 35

/** What SEPA carries is at most 999,999,999.99 euro. */
const AMOUNT = /^[0-9]{1,9}(\.[0-9]{1,2})?$/

const EURO_ALONE = 'The bank makes payments in euro alone. Send EUR.'
const euro = z.literal('EUR', EURO_ALONE)

const instructedAmount = z
  .strictObject({
    currency: euro,
    amount: z.string().max(12).regex(AMOUNT, 'Send euro and cents above zero as text, such as "249.00".'),
  })
  .transform(({ currency, amount }, context): Money => {
    if (!/[1-9]/.test(amount))
      return refuseField(context, 'format_error', 'Send an amount above zero.', 'amount')
    return toMoney(amount.replace(/^0+(?=\d)/, ''), currency)
  })

const NO_IBAN = 'Send a valid IBAN, without spaces.'

/** An account by its IBAN and nothing else, as a credit transfer names it. */
const account = z
  .strictObject({
    iban: z
      .string()
      .max(34)
      .regex(/^[0-9A-Z]*$/, NO_IBAN),
    currency: euro.optional(),
  })
  .transform(({ iban }, context): string =>
    isValidIBAN(iban) ? iban : refuseField(context, 'format_error', NO_IBAN, 'iban'),
  )

const creditorAccount = account.transform((iban, context): string =>
  isSEPACountry(iban.slice(0, 2))
    ? iban
    : refuseField(context, 'format_error', 'Send the IBAN of an account that SEPA reaches.', 'iban'),
)

/** Shown to the customer, who decides by it: one script, nothing invisible. Any letters; the payee's bank compares it. */
const creditorName = shownText(NAME_LENGTH_MAX)
  .unwrap()
  .transform(
    (name, context): string => name ?? refuseField(context, 'format_error', "Send the payee's name."),
  )

/** The Latin set of the SEPA rulebooks (EPC217-08). */
const REFERENCE = /^[0-9A-Za-z/?:().,'+ -]*$/
/** The same with the letters of the languages of SEPA: Latin, Greek and Cyrillic ones. */
const REMITTANCE =
  /^[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u0386-\u03ce\u0400-\u045f/?:().,'+ -]*$/

const remittance = z
  .string()
  .max(REMITTANCE_LENGTH_MAX)
  .regex(
    REMITTANCE,
    "Send letters, digits, spaces and / - ? : ( ) . , ' + alone: nothing else arrives everywhere.",
  )
  .pipe(shownText(REMITTANCE_LENGTH_MAX).unwrap())

/** A slash at its ends, or two in a row, would part it in two on its way (EPC217-08). */
const endToEndId = z
  .string()
  .max(REFERENCE_LENGTH_MAX)
  .regex(REFERENCE, "Send Latin letters, digits, spaces and / - ? : ( ) . , ' + alone.")
  .refine((text) => !/^\/|\/$|\/\//.test(text), 'Send it without / at its ends and without // in it.')

const bic = z
  .string()
  .max(11)
  .regex(/^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$/, 'Send a BIC of 8 or 11 characters.')

/** `POST /v1/payments/{payment-product}`, turned into what the house understands. */
export const paymentBody = z
  .strictObject({
    instructedAmount,
    creditorAccount,
    creditorName,
    creditorAgent: bic.optional().describe('Not needed: the IBAN says it.'),
    debtorAccount: account.optional().describe('Where it is left out, the customer picks.'),
    endToEndIdentification: endToEndId.optional(),
    remittanceInformationUnstructured: remittance.optional(),
    requestedExecutionDate: calendarDay
      .optional()
      .describe(
        'A later day of the bank, at most 365 days ahead; at once without it. Not for instant transfers.',
      ),
  })
  .transform((body, context): PaymentOrder => {
    const { creditorAccount: iban, debtorAccount = null } = body
    if (iban === debtorAccount)
      return refuseField(
        context,
        'format_error',
        'Name another account than the one that pays.',
        'creditorAccount',
      )
    return {
      money: body.instructedAmount,
      creditor: { name: body.creditorName, iban, bic: body.creditorAgent ?? null },
      debtorIban: debtorAccount,
      endToEndId: body.endToEndIdentification?.trim() || null,
      remittance: body.remittanceInformationUnstructured ?? null,
      executeOn: body.requestedExecutionDate ?? null,
    }
  })
