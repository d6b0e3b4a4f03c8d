import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { type MarketProfile, marketProfile } from '@/lib/market-profile'

/** What a form brings back of the ticked sentence: a list from the passkey's script, one value from a plain form. */
export const Confirmed = z.union([z.literal('yes'), z.tuple([z.literal('yes')])]).optional()

/**
 * Where the market wants the customer to confirm what they share, no yes counts without the tick. Throws `format_error`: the
 * browser sends no form of ours without it.
 */
export function requireConfirmed(
  confirmed: z.infer<typeof Confirmed>,
  { confirmsSharing }: Pick<MarketProfile, 'confirmsSharing'> = marketProfile,
): void {
  if (confirmsSharing && confirmed === undefined) throw new Refusal('format_error', { path: 'confirmed' })
}

/** Which sentence is ticked, of a page that shows data until a day, once, or answers about funds; null where none is. */
export function confirmationWords({ asks, until }: Confirming): ConfirmationWords | null {
  if (!marketProfile.confirmsSharing) return null
  if (asks) return 'confirmFunds'
  return until === null ? 'confirmOnce' : 'confirm'
}

export type ConfirmationWords = 'confirm' | 'confirmOnce' | 'confirmFunds'

/** `asks`: confirmation of funds. `until`: the last day of what is shared again and again. */
type Confirming = { asks: boolean; until: string | null }
