import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, sealed } from './columns'
import { retain } from './retention'

/**
 * What the OAuth provider stores: one row per code, token, grant, pushed request, interaction. `id` is the SHA-256
 * of the provider's own id, because that id is the bearer value itself. What the house must ask without opening the
 * payload stands beside it: grant, binding (`certificateThumbprint`, `keyThumbprint`), expiry. `consumedAt` is set
 * by one conditional UPDATE; `recordHash` stands on the grant alone: the hash of what the customer was shown (INV-09); a row
 * works once whatever arrives at the same time (INV-04). `psuId` names the customer under whose key the payload is sealed; null:
 * the bank's. `expiresAt` is on the house's clock (`placet_now()`). For a pushed request it is how long the row is remembered,
 * `decidedAt` is when a customer answered, and `uid` in which interaction.
 */
export const oauthRecords = pgTable(
  'oauth_records',
  {
    model: text().notNull(),
    id: bytes().notNull(),
    grantId: text(),
    uid: text(),
    clientId: text(),
    psuId: uuid(),
    certificateThumbprint: text(),
    keyThumbprint: text(),
    sealedPayload: sealed().notNull(),
    recordHash: bytes(),
    expiresAt: instant(),
    consumedAt: instant(),
    decidedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.model, table.id] }),
    index('oauth_records_by_grant').on(table.grantId),
    index('oauth_records_by_uid').on(table.uid),
    index('oauth_records_by_psu').on(table.psuId),
    index('oauth_records_by_end').on(table.expiresAt),
    index('oauth_records_pending')
      .on(table.clientId, table.expiresAt)
      .where(sql`model = 'PushedAuthorizationRequest' and consumed_at is null`),
  ],
)

/** Each `jti` of a client assertion or DPoP proof, once: the insert that finds it here is refused (INV-04). */
export const oauthReplays = pgTable(
  'oauth_replays',
  { id: bytes().primaryKey(), expiresAt: instant().notNull() },
  (table) => [index('oauth_replays_by_end').on(table.expiresAt)],
)

export const oauthRecordsRetention = retain(oauthRecords, {
  whose: 'customer',
  columns: [
    'model',
    'id',
    'grantId',
    'uid',
    'clientId',
    'psuId',
    'certificateThumbprint',
    'keyThumbprint',
    'sealedPayload',
    'recordHash',
    'expiresAt',
    'consumedAt',
    'decidedAt',
  ],
  personal: true,
  purpose: 'to carry a request from being pushed to a token, and to let each part work once',
  period: 'until it runs out; at most a day longer',
  basis: 'contract, GDPR Art. 6(1)(b)',
})

export const oauthReplaysRetention = retain(oauthReplays, {
  whose: 'third party',
  columns: ['id', 'expiresAt'],
  personal: false,
  purpose: 'to refuse a proof that is used again',
  period: 'until the proof runs out',
  basis: 'RFC 9449, RFC 7523',
})
