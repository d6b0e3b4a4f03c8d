import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { JWK } from 'jose'
import { instant, oneOf, sealed } from './columns'
import { retain } from './retention'

export const SIGNING_KEY_STATES = ['published', 'signing', 'retired'] as const

/**
 * The authorization server's keys. A new key is `published` first, then `signing`; the old one stays published as
 * `retired` until every signature it made has run out, so that no verifier ever misses a key (FLT-17).
 */
export const signingKeys = pgTable(
  'signing_keys',
  {
    kid: text().primaryKey(),
    state: text({ enum: SIGNING_KEY_STATES }).notNull(),
    algorithm: text().notNull(),
    publicJwk: jsonb().$type<JWK>().notNull(),
    sealedPrivateJwk: sealed().notNull(),
    createdAt: instant().notNull(),
    retiredAt: instant(),
  },
  (table) => [oneOf('signing_keys_state', table.state, SIGNING_KEY_STATES)],
)

export const signingKeysRetention = retain(signingKeys, {
  whose: 'bank',
  columns: ['kid', 'state', 'algorithm', 'publicJwk', 'sealedPrivateJwk', 'createdAt', 'retiredAt'],
  personal: false,
  purpose: 'to sign what the authorization server issues',
  period: 'until retired and every signature has run out',
  basis: 'RFC 8414, FAPI 2.0',
})
