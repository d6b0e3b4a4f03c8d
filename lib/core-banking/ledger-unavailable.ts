import { Refusal } from '@/lib/errors'

const RETRY_AFTER_SECONDS = 60

/** How a ledger says that it cannot be reached now: neither the customer's fault nor the third party's. */
export const ledgerUnavailable = (cause?: unknown) =>
  new Refusal('ledger_unavailable', { retryAfter: RETRY_AFTER_SECONDS, cause })
