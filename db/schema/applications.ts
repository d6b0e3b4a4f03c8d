import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { JSONWebKeySet } from 'jose'
import { instant, oneOf } from './columns'
import { retain } from './retention'

export const CLIENT_AUTHENTICATION_METHODS = ['private_key_jwt', 'tls_client_auth'] as const
/** How a third party takes Security Event Tokens: pushed to it (RFC 8935), or fetched by it (RFC 8936). */
export const EVENT_METHODS = ['push', 'poll'] as const
export const FAPI_PROFILES = ['fapi2-security-profile'] as const

/**
 * What a third party registered: 1 to n per third party. The default application's `clientId` is the
 * organizationIdentifier itself (Berlin Group's OAuth rule). Redirect URIs, keys, FAPI profile and display name
 * sit here; who it is sits in `tpps`. An application without redirect URIs cannot ask a customer for anything. `notificationUri`
 * is where it wants to be told what concerns itself and no customer, as the end of its certificates. With an `eventMethod` it
 * gets each end and change of a consent as a signed event, pushed to `eventEndpoint` or kept until it asks.
 */
export const applications = pgTable(
  'applications',
  {
    clientId: text().primaryKey(),
    tppId: text().notNull(),
    brand: text(),
    clientUri: text(),
    notificationUri: text(),
    redirectUris: text().array().notNull(),
    jwks: jsonb().$type<JSONWebKeySet>(),
    authenticationMethod: text({ enum: CLIENT_AUTHENTICATION_METHODS }).notNull(),
    fapiProfile: text({ enum: FAPI_PROFILES }).notNull(),
    rotatesRefreshTokens: text({ enum: ['yes', 'no'] }).notNull(),
    purposes: text().array().notNull(),
    dataRemovalEndpoint: text(),
    eventMethod: text({ enum: EVENT_METHODS }),
    eventEndpoint: text(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    index('applications_by_tpp').on(table.tppId),
    oneOf('applications_method', table.authenticationMethod, CLIENT_AUTHENTICATION_METHODS),
    oneOf('applications_profile', table.fapiProfile, FAPI_PROFILES),
    oneOf('applications_event_method', table.eventMethod, EVENT_METHODS),
    check(
      'applications_event_endpoint',
      sql`(${table.eventMethod} is not distinct from 'push') = (${table.eventEndpoint} is not null)`,
    ),
    oneOf('applications_rotation', table.rotatesRefreshTokens, ['yes', 'no']),
  ],
)

export const applicationsRetention = retain(applications, {
  whose: 'third party',
  columns: [
    'clientId',
    'tppId',
    'brand',
    'clientUri',
    'notificationUri',
    'redirectUris',
    'jwks',
    'authenticationMethod',
    'fapiProfile',
    'rotatesRefreshTokens',
    'purposes',
    'dataRemovalEndpoint',
    'eventMethod',
    'eventEndpoint',
    'createdAt',
    'updatedAt',
  ],
  personal: false,
  purpose:
    'to authenticate the application, to lead the customer back to it and to tell it of its certificates',
  period: 'as long as a consent names it',
  basis: 'RTS (EU) 2018/389 Art. 30',
})
