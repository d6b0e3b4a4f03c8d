import { z } from 'zod'
import { FLAG } from './read-query'

/** What every read of accounts has in common. */
export const ofAccounts = {
  method: 'GET',
  role: 'PSP_AI',
  headers: ['Consent-ID'],
  body: null,
  below: null,
} as const

/** Why any read of accounts may be refused; `OF_ONE` where an account's id stands in the path. */
export const OF_ANY = [
  'token_unknown',
  'token_invalid',
  'token_expired',
  'consent_unknown',
  'consent_invalid',
  'consent_expired',
  'access_exceeded',
  'ledger_unavailable',
] as const
export const OF_ONE = [...OF_ANY, 'resource_unknown'] as const
export const OF_LIST = [...OF_ONE, 'parameter_not_supported', 'period_invalid'] as const

export const maybeBalance = z.strictObject({ withBalance: z.enum(FLAG).optional() })
