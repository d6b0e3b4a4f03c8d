/** How long each thing of the OAuth door lives, in seconds. FAPI 2.0 Security Profile 5.3.2.1 wants codes ≤ 60 s. */
export const LIFETIME_SECONDS = {
  accessToken: 300,
  authorizationCode: 60,
  /** The customer has this long to answer, counted from when the page is opened. The page says ten minutes. */
  interaction: 600,
  idToken: 600,
  /** A grant that no decision adopts is gone after this; a decision gives it the life of its consent. */
  unusedGrant: 900,
  /** A pushed request is remembered until the last page that it opened has run out. */
  pushedRequest: 60 + 600,
  clientAssertion: 60,
} as const

/** Clocks of two parties differ; RFC 7519, 4.1.4 allows a small leeway. */
export const CLOCK_TOLERANCE_SECONDS = 15

/** How long an ended request is remembered, so that a customer who comes late gets a sentence and a way back. */
export const TOMBSTONE_MILLIS = 24 * 60 * 60 * 1000
