import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './columns'
import { retain } from './retention'

export const DECISIONS = ['allowed', 'refused'] as const
/** How the customer came: by the OAuth door, or by a plain redirect of Berlin Group. */
export const INTERACTION_KINDS = ['oauth', 'redirect'] as const

/**
 * Our memory of a provider interaction, kept a day longer than the provider's own, so that a customer who comes
 * late still gets a sentence and a way back (the library forgets the request when it runs out). `decision` is
 * written once, in the transaction that decides. `redirectUri` was validated against the registration when the
 * request was pushed; `state` is the third party's and is only ever given back to it. A plain redirect has no request at
 * the provider: this row is the request, `uid` the secret of its link, and `redirectUri` was checked when it was made.
 * `authorisationId` is the one that it serves. `languages` are those that the third party asked for (`ui_locales`), or the one
 * that the customer chose on its page instead.
 */
export const interactions = pgTable(
  'interactions',
  {
    uid: text().primaryKey(),
    clientId: text().notNull(),
    tppId: text().notNull(),
    consentId: uuid(),
    authorisationId: uuid(),
    kind: text({ enum: INTERACTION_KINDS }).notNull().default('oauth'),
    redirectUri: text().notNull(),
    nokRedirectUri: text(),
    state: text(),
    languages: text(),
    psuId: uuid(),
    decision: text({ enum: DECISIONS }),
    decidedAt: instant(),
    grantId: text(),
    arrivedAt: instant().notNull(),
    requestEndsAt: instant().notNull(),
  },
  (table) => [
    oneOf('interactions_decision', table.decision, DECISIONS),
    oneOf('interactions_kind', table.kind, INTERACTION_KINDS),
    index('interactions_by_end').on(table.requestEndsAt),
    index('interactions_by_consent').on(table.consentId),
  ],
)

export const interactionsRetention = retain(interactions, {
  whose: 'customer',
  columns: [
    'uid',
    'clientId',
    'tppId',
    'consentId',
    'authorisationId',
    'kind',
    'redirectUri',
    'nokRedirectUri',
    'state',
    'languages',
    'psuId',
    'decision',
    'decidedAt',
    'grantId',
    'arrivedAt',
    'requestEndsAt',
  ],
  personal: true,
  purpose: 'to lead the customer back to the third party, even late',
  period: 'one day after the request ran out',
  basis: 'contract, GDPR Art. 6(1)(b)',
})
