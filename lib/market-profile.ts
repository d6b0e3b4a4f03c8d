import { env } from '@/lib/env'

/** What differs from market to market, as data: a switch for each rule that law or authority decides otherwise elsewhere. */
const PROFILES = {
  // PSD2 says nothing of it; Parliament wanted re-establishing at the bank out of the PSR, so it is a way back and no more.
  'eu-psd2-strict': { reconnect: true },
} as const satisfies Record<typeof env.MARKET_PROFILE, MarketProfile>

/** The profile of this deployment (MARKET_PROFILE). */
export const marketProfile: MarketProfile = PROFILES[env.MARKET_PROFILE]

/** `reconnect`: what has ended shows the way back to its third party, where sharing starts. */
export type MarketProfile = { reconnect: boolean }
