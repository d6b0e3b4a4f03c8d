import { marketProfile } from '@/lib/market-profile'
import type { Customer } from '@/lib/session/customer'
import { signInPath } from '@/lib/session/customer'
import { customerForm } from '@/lib/session/customer-form'
import { NeverQuery, neverPath } from './never-query'

export const NEVER_SHARE = '/privacy/never-share'

/**
 * A handler for a form of these pages. Under a market profile that knows nothing of them there is no such address, whoever sends
 * to it: a bank's own no would be an obstacle there (PSD2 Art. 66, 67).
 */
export const neverForm = (use: (given: Given) => Promise<string>) =>
  marketProfile.standingPreferences
    ? customerForm(
        NeverQuery,
        ({ customer, input, requestId }) => use({ customer, query: input, requestId }),
        {
          page: NEVER_SHARE,
          signIn: () => signInPath(NEVER_SHARE, true),
        },
      )
    : async () => new Response(null, { status: 404 })

/** Where it leads when it is done. */
export const donePath = (query: NeverQuery) => `${neverPath(NEVER_SHARE, query)}&done`

type Given = { customer: Customer; query: NeverQuery; requestId: string }
