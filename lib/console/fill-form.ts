import { PERSONAS } from '@/db/seed/personas'
import { SHOP } from '@/db/seed/shop'
import { addDays, bankDay } from '@/lib/bank-day'
import { env } from '@/lib/env'
import type { OperationView } from '@/lib/xs2a/describe-operations'
import type { ConsoleSession } from './console-session'
import { serviceOf } from './learn-answer'

/** One account of the sandbox that one customer alone may speak for. */
const account = { iban: PERSONAS.bo.accounts.everyday.iban }

/**
 * What stands in the form of an operation before a developer writes: a request that works in this sandbox today, with
 * the ids of what this browser did before. By `path.…`, `query.…`, `header.…` and `body`.
 */
export function fillForm({ operation, session, now }: FillForm): Record<string, string> {
  const service = serviceOf(operation.id)
  const known = (name: string) => session?.known.get(name) ?? ''
  const id = known(`${service}.id`)
  return {
    'path.consentId': id,
    'header.Consent-ID': id,
    'path.payment-product': known('payment-product') || 'sepa-credit-transfers',
    'path.paymentId': id,
    'path.authorisationId': known(`${service}.authorisationId`),
    'path.account-id': known(/Card/.test(operation.id) ? 'card-account-id' : 'account-id'),
    'path.transactionId': known('transactionId'),
    // From the range that is for documentation (RFC 5737).
    'header.PSU-IP-Address': '192.0.2.1',
    'query.bookingStatus': 'both',
    'query.dateFrom': day(now, -30),
    body: bodyOf(operation, known(`${service}.confirmationCode`), now),
  }
}

function bodyOf({ id, body }: OperationView, confirmationCode: string, now: Date): string {
  const bodies: Record<string, object> = {
    createConsent: {
      access: { accounts: [], balances: [], transactions: [] },
      recurringIndicator: true,
      validUntil: day(now, 90),
      frequencyPerDay: 4,
      combinedServiceIndicator: false,
    },
    createFundsConsent: { account, registrationInformation: 'Contract 4711' },
    createPayment: {
      instructedAmount: { currency: 'EUR', amount: '49.90' },
      creditorAccount: { iban: SHOP.iban },
      creditorName: SHOP.ownerName,
      remittanceInformationUnstructured: 'Order 4711',
    },
    confirmFunds: { account, instructedAmount: { currency: 'EUR', amount: '125.00' } },
    ...(/^update/.test(id) && confirmationCode !== '' && { [id]: { confirmationCode } }),
    ...(/^start/.test(id) && { [id]: {} }),
  }
  const own = bodies[id]
  return own ? JSON.stringify(own, null, 2) : (body?.example ?? '')
}

const day = (now: Date, days: number) => addDays(bankDay(now, env.BANK_TIME_ZONE), days)

type FillForm = { operation: OperationView; session: ConsoleSession | null; now: Date }
