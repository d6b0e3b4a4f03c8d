import { isValidIBAN } from 'ibantools'
import { z } from 'zod'
import type { ConsentRequest } from '@/lib/consent/consent'

const ACCOUNTS_MAX = 50

const reference = z.strictObject({
  iban: z
    .string()
    .transform((text) => text.replaceAll(' ', '').toUpperCase())
    .refine(isValidIBAN, 'is no IBAN'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
})
const references = z.array(reference).max(ACCOUNTS_MAX).optional()

/** RFC 9396: names a consent that exists. */
const naming = z.strictObject({ type: z.literal('account_information'), consentId: z.uuid() })

/** RFC 9396: carries the whole request of `POST /v1/consents`, which the pushed request then creates. */
const carrying = z.strictObject({
  type: z.literal('account_information'),
  access: z.strictObject({ accounts: references, balances: references, transactions: references }),
  recurringIndicator: z.boolean(),
  validUntil: z.iso.date(),
  frequencyPerDay: z.int().min(1),
  // Part of the body of POST /v1/consents; sessions that combine services are not offered.
  combinedServiceIndicator: z.literal(false).optional(),
  purpose: z.string().min(1).max(140).optional(),
})

/** Reads one `account_information` object. A text instead says what is wrong with it, and where. */
export function readAccountInformation(detail: unknown): AccountInformation | string {
  const chosen = isNaming(detail) ? naming : carrying
  const parsed = chosen.safeParse(detail)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return `account_information${issue?.path.map((part) => `.${String(part)}`).join('')}: ${issue?.message}`
  }
  if ('consentId' in parsed.data) return { consentId: parsed.data.consentId }
  const request = toConsentRequest(parsed.data)
  return typeof request === 'string' ? request : { request, purpose: parsed.data.purpose ?? null }
}

function isNaming(detail: unknown): boolean {
  return typeof detail === 'object' && detail !== null && 'consentId' in detail
}

// Berlin Group: empty arrays leave the choice of accounts to the customer, filled ones name them. Never both.
function toConsentRequest({ access, ...terms }: z.infer<typeof carrying>): ConsentRequest | string {
  const given = Object.values(access).filter((list) => list !== undefined)
  if (given.length === 0)
    return 'account_information.access: name at least one of accounts, balances, transactions'
  const filled = given.filter((list) => list.length > 0)
  if (filled.length > 0 && filled.length < given.length)
    return 'account_information.access: either every list names accounts, or every list is empty'
  return {
    model: filled.length > 0 ? 'detailed' : 'bankOffered',
    access: {
      accounts: access.accounts ?? [],
      balances: access.balances ?? [],
      transactions: access.transactions ?? [],
    },
    offered: { balances: access.balances !== undefined, transactions: access.transactions !== undefined },
    recurring: terms.recurringIndicator,
    frequencyPerDay: terms.frequencyPerDay,
    validUntil: terms.validUntil,
  }
}

export type AccountInformation = { consentId: string } | { request: ConsentRequest; purpose: string | null }
