import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf } from './columns'
import { retain } from './retention'

export const TPP_STATUSES = ['active', 'paused', 'ended'] as const

/**
 * One row per third party. `id` is the canonical organizationIdentifier of its certificate, never a serial or a
 * thumbprint: a renewed certificate is the same third party and keeps its consents. The legal name and the
 * authority come from the latest vetted certificate, never from what the third party says about itself. From `endsAt` on,
 * which the bank has announced, it is served no more, whether or not a job has written `ended` down yet.
 */
export const tpps = pgTable(
  'tpps',
  {
    id: text().primaryKey(),
    status: text({ enum: TPP_STATUSES }).notNull(),
    pausedAt: instant(),
    endsAt: instant(),
    legalName: text().notNull(),
    country: text().notNull(),
    authorityId: text().notNull(),
    authorityName: text().notNull(),
    roles: text().array().notNull(),
    firstSeenAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
  },
  (table) => [oneOf('tpps_status', table.status, TPP_STATUSES)],
)

/**
 * Each certificate seen of a third party. Several are valid side by side until each ends. `issuerKey` and `serial` are what
 * `revocation_answers` knows it by.
 */
export const tppCertificates = pgTable(
  'tpp_certificates',
  {
    thumbprint: text().primaryKey(),
    tppId: text().notNull(),
    serial: text().notNull(),
    issuer: text().notNull(),
    issuerKey: text(),
    roles: text().array().notNull(),
    notBefore: instant().notNull(),
    notAfter: instant().notNull(),
    der: bytes().notNull(),
    firstSeenAt: instant().notNull(),
  },
  (table) => [index('tpp_certificates_by_tpp').on(table.tppId, table.notAfter)],
)

export const tppsRetention = retain(tpps, {
  whose: 'third party',
  columns: [
    'id',
    'status',
    'pausedAt',
    'endsAt',
    'legalName',
    'country',
    'authorityId',
    'authorityName',
    'roles',
    'firstSeenAt',
    'lastSeenAt',
  ],
  personal: false,
  purpose: 'to identify who calls and to show the customer who asks',
  period: 'as long as a consent or an audit row names it',
  basis: 'RTS (EU) 2018/389 Art. 34',
})

export const tppCertificatesRetention = retain(tppCertificates, {
  whose: 'third party',
  columns: [
    'thumbprint',
    'tppId',
    'serial',
    'issuer',
    'issuerKey',
    'roles',
    'notBefore',
    'notAfter',
    'der',
    'firstSeenAt',
  ],
  personal: false,
  purpose: 'to prove which certificate a call was vetted by',
  period: 'as long as a call made with it is kept',
  basis: 'RTS (EU) 2018/389 Art. 29, 34',
})
