import { z } from 'zod'
import { accountReference, passesLuhn, WHOLE_PAN, WRONG_CHECK_DIGIT } from './account-reference'
import { calendarDay } from './calendar-day'
import type { ConsentRequest } from './consent'
import { NO_END } from './no-end'
import { shownText } from './shown-text'

/** A card of the third party's own, which the bank cannot look up: digits in groups, or masked. A whole one checks itself. */
export const payerCardNumber = z
  .string()
  .max(35)
  .regex(/^[0-9A-Za-z* -]+$/, 'Send the number of the card, masked with * or whole.')
  .refine((number) => {
    const digits = number.replace(/[ -]/g, '')
    return !WHOLE_PAN.test(digits) || passesLuhn(digits)
  }, WRONG_CHECK_DIGIT)

/**
 * What a third party may write to ask for a consent for confirmation of funds (Berlin Group, confirmation of funds
 * consent 2.0): one account, and what there is to say of its card. It lasts until somebody ends it.
 */
export const fundsConsentBody = z
  .strictObject({
    account: accountReference,
    cardNumber: payerCardNumber.optional(),
    cardExpiryDate: calendarDay.optional(),
    cardInformation: shownText(140),
    registrationInformation: shownText(140),
  })
  .transform(
    ({ account, cardNumber, cardExpiryDate, cardInformation, registrationInformation }): ConsentRequest => ({
      kind: 'fundsConfirmation',
      card: {
        number: cardNumber ?? null,
        expiryDate: cardExpiryDate ?? null,
        information: cardInformation ?? null,
        registration: registrationInformation ?? null,
      },
      model: 'detailed',
      access: { accounts: [account], balances: [], transactions: [], ownerName: [] },
      offered: { balances: false, transactions: false, ownerName: false },
      restrictedTo: null,
      recurring: true,
      frequencyPerDay: 1,
      validUntil: NO_END.validUntil,
    }),
  )
