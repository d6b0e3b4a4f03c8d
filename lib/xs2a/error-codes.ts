import { CALLER_ERROR_CODES } from './caller-error-codes'
import type { ErrorCodeFacts } from './error-code'
import { REQUEST_ERROR_CODES } from './request-error-codes'

/** Every code of this interface: what the catalogue at `/developer/errors` is made of, and the contract's enums. */
export const ERROR_CODES: Record<ErrorCode, ErrorCodeFacts> = {
  ...CALLER_ERROR_CODES,
  ...REQUEST_ERROR_CODES,
}

/** Where the catalogue explains a code, below the bank's public origin. */
export const errorPage = (code: string) => `/developer/errors/${code}`

export type ErrorCode = keyof typeof CALLER_ERROR_CODES | keyof typeof REQUEST_ERROR_CODES
