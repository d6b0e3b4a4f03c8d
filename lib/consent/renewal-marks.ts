import type { AccountRights, ConsentModel } from './consent'
import type { Earlier } from './find-earlier'
import { type SharedPart, sharedParts } from './shared-parts'

/**
 * What a request asks for beyond what its third party has, or had last: that alone is marked on a renewal, and nothing
 * that is as it was or less (Australian CX standards on amending). Null where there is nothing to compare with.
 */
export function renewalMarks(request: Asked, earlier: Earlier | null): RenewalMarks | null {
  if (!earlier) return null
  const had = (right: keyof AccountRights) => earlier.rights.some((account) => account[right])
  const known = sharedParts(earlier, {
    balances: had('balances'),
    transactions: had('transactions'),
    ownerName: had('ownerName'),
  })
  const again = request.recurring && !earlier.recurring
  const compares = request.recurring && earlier.recurring
  return {
    // Whoever saw the details of an account knows that it is there.
    parts: sharedParts(request, request.rights).filter(
      (part) => !known.includes(part) && !(part === 'list' && known.includes('accounts')),
    ),
    again,
    longer:
      compares && earlier.daysAsked > earlier.days ? { days: earlier.daysAsked, before: earlier.days } : null,
    oftener:
      compares && request.frequencyPerDay > earlier.frequencyPerDay
        ? { times: request.frequencyPerDay, before: earlier.frequencyPerDay }
        : null,
    known: earlier.rights.map(({ accountId }) => accountId),
  }
}

/**
 * The accounts that a renewal starts from: what is shared now, or was until it ended of itself. What the customer has
 * stopped they are not offered ticked.
 */
export function startsFrom(earlier: Earlier | null): string[] {
  if (!earlier || (earlier.stoppedByCustomer && !earlier.live)) return []
  return earlier.rights.map(({ accountId }) => accountId)
}

type Asked = { model: ConsentModel; rights: AccountRights; recurring: boolean; frequencyPerDay: number }

/** `again`: it was given once, and is asked for again and again. `known`: the accounts that were shared. */
export type RenewalMarks = {
  parts: SharedPart[]
  again: boolean
  longer: { days: number; before: number } | null
  oftener: { times: number; before: number } | null
  known: string[]
}
