import { type MarketProfile, marketProfile } from '@/lib/market-profile'
import type { Permission } from './find-permissions'
import type { PermissionState } from './permission-state'

/** What ended of itself, or on the word of one of the two: sharing could start again. */
const COULD_START_AGAIN: readonly PermissionState[] = [
  'expired',
  'used-once',
  'stopped-by-holder',
  'stopped-by-tpp',
]

/**
 * The way back from a permission that has ended: to the address that its third party has registered, or in words where it
 * has none. Nothing is re-established here: the third party asks, and the customer decides anew. Null where the market
 * profile has no such way, where a newer permission is in force, and where the bank has ended or paused its third party.
 */
export function reconnectOf(
  permission: Pick<Permission, 'state' | 'allowedAt' | 'tpp' | 'tppEndsAt' | 'paused' | 'pausedBy'>,
  { reconnect }: Pick<MarketProfile, 'reconnect'> = marketProfile,
): Reconnect | null {
  const { state, allowedAt, tpp, tppEndsAt, paused, pausedBy } = permission
  const pausedByBank = paused && pausedBy === null
  if (!reconnect || allowedAt === null || pausedByBank || tppEndsAt !== null) return null
  if (!COULD_START_AGAIN.includes(state)) return null
  return { href: tpp.site !== null && isWebPage(tpp.site) ? tpp.site : null }
}

/** An address of an app alone opens nothing where that app is not. */
const isWebPage = (address: string) => /^https?:\/\//.test(address)

/** `href` is null where the third party has registered no page of its own. */
export type Reconnect = { href: string | null }
