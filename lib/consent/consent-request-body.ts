import { isValidIBAN } from 'ibantools'
import { z } from 'zod'
import type { RefusalCode } from '@/lib/errors'
import type { ConsentRequest } from './consent'

/*
 * What a third party may write to ask for a consent, whether it posts it (`POST /v1/consents`) or carries it in a pushed
 * request (RFC 9396): one table of rules, so that both doors take and refuse the same. Pure; a door adds its own members.
 */

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

const combinedServiceIndicator = z.boolean().transform((combined, context) => {
  if (!combined) return false
  return refuse(
    context,
    'sessions_not_supported',
    'This bank does not combine services in one session. Send combinedServiceIndicator false.',
  )
})

/** The members of a request, for a strict object of the door; each refuses with its code in `params.code`. */
export const consentRequestMembers = {
  access,
  recurringIndicator: z.boolean(),
  validUntil: z.iso.date(),
  frequencyPerDay: z.int().min(1).max(1_000_000),
  combinedServiceIndicator,
}

/** The members as the house understands them. */
export function toConsentRequest({ access, ...terms }: Members): ConsentRequest {
  const { recurringIndicator: recurring, validUntil, frequencyPerDay } = terms
  return { ...access, recurring, validUntil, frequencyPerDay }
}

/** A fault with a code of its own, which the door may read; `field` is the culprit below the schema it was found in. */
function refuse({ addIssue }: Context, code: Fault, text: string, field?: string): never {
  addIssue({ code: 'custom', message: text, params: { code }, path: field === undefined ? [] : [field] })
  return z.NEVER
}

type Fault = Extract<RefusalCode, 'format_error' | 'service_invalid' | 'sessions_not_supported'>
type Members = Pick<
  { [Name in keyof typeof consentRequestMembers]: z.output<(typeof consentRequestMembers)[Name]> },
  'access' | 'recurringIndicator' | 'validUntil' | 'frequencyPerDay'
>
type Context = {
  addIssue: (issue: { code: 'custom'; message: string; params: object; path: string[] }) => void
}
