import { env } from '@/lib/env'

/** What differs from market to market, as data: a switch for each rule that law or authority decides otherwise elsewhere. */
const PROFILES = {
  // PSD2 says nothing of it; Parliament wanted re-establishing at the bank out of the PSR, so it is a way back and no more.
  // Whose licence somebody else's permission names is that other person's business (GDPR Art. 5(1)(c)).
  'eu-psd2-strict': { reconnect: true, otherHoldersSeeApp: false },
} as const satisfies Record<typeof env.MARKET_PROFILE, MarketProfile>

/** The profile of this deployment (MARKET_PROFILE). */
export const marketProfile: MarketProfile = PROFILES[env.MARKET_PROFILE]

/**
 * `reconnect`: what has ended shows the way back to its third party, where sharing starts. `otherHoldersSeeApp`: whoever holds a
 * joint account reads not only that and by whom it is shared, but with which third party, too.
 */
export type MarketProfile = { reconnect: boolean; otherHoldersSeeApp: boolean }
