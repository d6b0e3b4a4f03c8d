import { Refusal } from '@/lib/errors'
import { noteSilence } from './silence'

const RETRY_AFTER_SECONDS = 60

/** How a ledger says that it cannot be reached now: neither the customer's fault nor the third party's. */
export function ledgerUnavailable(cause?: unknown): Refusal {
  noteSilence()
  return new Refusal('ledger_unavailable', { retryAfter: RETRY_AFTER_SECONDS, cause })
}
