import type { UnpayableReason } from '@/components/payments/payment-view'
import type { Unpayable } from '@/lib/payments/payable-accounts'

/** The page's words for why an account cannot pay. */
export const UNPAYABLE = {
  closed: 'closed',
  blocked: 'blocked',
  'not-a-payment-account': 'not_payment_account',
  'other-currency': 'other_currency',
  'needs-other-holder': 'needs_other_holder',
  'payees-own': 'payees_own',
  'not-of-age': 'not_of_age',
} as const satisfies Record<Unpayable, UnpayableReason>
