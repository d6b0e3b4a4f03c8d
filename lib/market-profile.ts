import { env } from '@/lib/env'

/** What differs from market to market, as data: a switch for each rule that law or authority decides otherwise elsewhere. */
const PROFILES = {
  // RTS (EU) 2018/389 Art. 32(3): a further check of the consent that the customer gave the third party is an obstacle.
  // PSD2 says nothing of a way back; Parliament wanted re-establishing at the bank out of the PSR, so it is a way and no more.
  // PSD2 names no age: who may bind themselves is the law of each country, and what they may before is the bank's choice.
  // Art. 66, 67 give third parties access to what a customer consents to: a standing no of the bank's own would stand in its way.
  // Whose licence somebody else's permission names is that other person's business (GDPR Art. 5(1)(c)).
  'eu-psd2-strict': {
    confirmsSharing: false,
    reconnect: true,
    otherHoldersSeeThirdParty: false,
    sharesFromAge: 18,
    standingPreferences: false,
  },
  // After the Australian Consumer Data Right: the bank asks for an authorisation of its own, with what and how long before
  // the customer's eyes (Rules 4.22 to 4.25), and each holder of a joint account has the same dashboard (Part 4A). Whoever is under 18 is no eligible consumer (Rule 1.10B).
  'explicit-consent': {
    confirmsSharing: true,
    reconnect: true,
    otherHoldersSeeThirdParty: true,
    sharesFromAge: 18,
    standingPreferences: true,
  },
} as const satisfies Record<typeof env.MARKET_PROFILE, MarketProfile>

/** The profile of this deployment (MARKET_PROFILE). */
export const marketProfile: MarketProfile = PROFILES[env.MARKET_PROFILE]

/**
 * `confirmsSharing`: beside the button the customer ticks a sentence that says what they share, and no yes counts without.
 * `reconnect`: what has ended shows the way back to its third party, where sharing starts. `otherHoldersSeeThirdParty`: whoever
 * holds a joint account reads not only that and by whom it is shared, but with which third party, too. `sharesFromAge`: at how many
 * years of age a customer may share an account; before that they may look at what is shared, and stop it. `standingPreferences`:
 * what a customer has said once and for all ("never this account", "never with this third party") outweighs any permission.
 */
export type MarketProfile = {
  confirmsSharing: boolean
  reconnect: boolean
  otherHoldersSeeThirdParty: boolean
  sharesFromAge: number
  standingPreferences: boolean
}
