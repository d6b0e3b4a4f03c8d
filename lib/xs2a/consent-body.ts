import { isValidIBAN } from 'ibantools'
import { z } from 'zod'
import type { ConsentRequest } from '@/lib/consent/consent'
import type { FaultCode } from './fault-of'

const REFERENCES_MAX = 100

/** The other identifiers of a Berlin Group account reference; the bank's accounts have an IBAN each. */
const OTHER_IDENTIFIERS = ['bban', 'pan', 'maskedPan', 'msisdn', 'other'] as const
/** Ways to say which accounts, of which the bank offers none (xs2a.md 3.1). */
const OTHER_MODELS = ['allPsd2', 'availableAccounts', 'availableAccountsWithBalance', 'restrictedTo'] as const

const accountReference = z
  .strictObject({
    iban: z.string().optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'three capital letters')
      .optional(),
    bban: z.unknown().optional(),
    pan: z.unknown().optional(),
    maskedPan: z.unknown().optional(),
    msisdn: z.unknown().optional(),
    other: z.unknown().optional(),
  })
  .transform((reference, context) => {
    const named = ['iban', ...OTHER_IDENTIFIERS].filter((name) => name in reference)
    if (named.length > 1) return refuse(context, 'format_error', 'Name an account by one identifier only.')
    if (reference.iban === undefined)
      return refuse(
        context,
        'service_invalid',
        'This bank knows its accounts by IBAN. Name the account by iban.',
      )
    if (!isValidIBAN(reference.iban))
      return refuse(context, 'format_error', 'This is not a valid IBAN.', 'iban')
    return { iban: reference.iban, ...(reference.currency && { currency: reference.currency }) }
  })

const references = z.array(accountReference).max(REFERENCES_MAX).optional()

const access = z
  .strictObject({
    accounts: references,
    balances: references,
    transactions: references,
    additionalInformation: z.unknown().optional(),
    allPsd2: z.unknown().optional(),
    availableAccounts: z.unknown().optional(),
    availableAccountsWithBalance: z.unknown().optional(),
    restrictedTo: z.unknown().optional(),
  })
  .transform((given, context) => {
    const other = [...OTHER_MODELS, 'additionalInformation' as const].find((name) => name in given)
    if (other)
      return refuse(
        context,
        'service_invalid',
        'This bank offers consents for accounts you name by IBAN, and for accounts the customer picks at the bank ' +
          '(accounts, balances and transactions as empty lists).',
        other,
      )
    const { accounts, balances, transactions } = given
    const used = [accounts, balances, transactions].filter((list) => list !== undefined)
    if (used.length === 0)
      return refuse(context, 'format_error', 'Ask for accounts, balances or transactions.')
    if (used.some((list) => list.length === 0) && used.some((list) => list.length > 0))
      return refuse(context, 'format_error', 'Name accounts in each list, or in none of them.')
    return {
      model: used.every((list) => list.length === 0) ? ('bankOffered' as const) : ('detailed' as const),
      access: { accounts: accounts ?? [], balances: balances ?? [], transactions: transactions ?? [] },
      offered: { balances: balances !== undefined, transactions: transactions !== undefined },
    }
  })

/** `POST /v1/consents`: the detailed and the bank-offered model, turned into what the house understands. */
export const consentBody = z
  .strictObject({
    access,
    recurringIndicator: z.boolean(),
    validUntil: z.iso.date(),
    frequencyPerDay: z.int().min(1).max(1_000_000),
    combinedServiceIndicator: z.boolean(),
  })
  .transform((body, context): ConsentRequest => {
    if (body.combinedServiceIndicator)
      return refuse(
        context,
        'sessions_not_supported',
        'This bank does not combine services in one session. Send combinedServiceIndicator false.',
        'combinedServiceIndicator',
      )
    const { recurringIndicator: recurring, validUntil, frequencyPerDay } = body
    return { ...body.access, recurring, validUntil, frequencyPerDay }
  })

/** A fault with a code of its own, which `faultOf` reads; `field` is the culprit below the schema it was found in. */
function refuse({ addIssue }: Context, code: FaultCode, text: string, field?: string): never {
  addIssue({ code: 'custom', message: text, params: { code }, path: field === undefined ? [] : [field] })
  return z.NEVER
}

type Context = {
  addIssue: (issue: { code: 'custom'; message: string; params: object; path: string[] }) => void
}
