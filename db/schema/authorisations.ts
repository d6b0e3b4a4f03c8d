import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf, sealed } from './columns'
import { retain } from './retention'

export const RESOURCE_KINDS = ['consent', 'payment', 'basket'] as const
export const SCA_APPROACHES = ['redirect', 'decoupled', 'embedded'] as const
/** Berlin Group's scaStatus values, verbatim. */
export const SCA_STATUSES = [
  'received',
  'psuIdentified',
  'psuAuthenticated',
  'scaMethodSelected',
  'started',
  'unconfirmed',
  'finalised',
  'failed',
  'exempted',
] as const

/**
 * One attempt of one customer to authorise one resource, whatever its kind and the approach. `interactionUid` is
 * the provider's pending request that carries it; the decision is stored with it, so that a visit repeated after
 * a crash only repeats the provider's result. The assertion is kept sealed as evidence. `confirmationHash` is the SHA-256
 * of the code that the third party has to bring back after a plain redirect, until `confirmationEndsAt`. One person
 * finishes at most one authorisation of a resource: where two are needed, nobody counts twice.
 */
export const authorisations = pgTable(
  'authorisations',
  {
    id: uuid().primaryKey(),
    resourceKind: text({ enum: RESOURCE_KINDS }).notNull(),
    resourceId: uuid().notNull(),
    approach: text({ enum: SCA_APPROACHES }).notNull(),
    scaStatus: text({ enum: SCA_STATUSES }).notNull(),
    psuId: uuid(),
    credentialId: text(),
    sealedAssertion: sealed(),
    interactionUid: text(),
    confirmationHash: bytes(),
    confirmationEndsAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    oneOf('authorisations_kind', table.resourceKind, RESOURCE_KINDS),
    oneOf('authorisations_approach', table.approach, SCA_APPROACHES),
    oneOf('authorisations_status', table.scaStatus, SCA_STATUSES),
    index('authorisations_by_resource').on(table.resourceId, table.createdAt),
    index('authorisations_by_psu').on(table.psuId).where(sql`${table.psuId} is not null`),
    uniqueIndex('authorisations_once_per_person')
      .on(table.resourceId, table.psuId)
      .where(sql`${table.scaStatus} = 'finalised'`),
  ],
)

export const authorisationsRetention = retain(authorisations, {
  whose: 'customer',
  columns: [
    'id',
    'resourceKind',
    'resourceId',
    'approach',
    'scaStatus',
    'psuId',
    'credentialId',
    'sealedAssertion',
    'interactionUid',
    'confirmationHash',
    'confirmationEndsAt',
    'createdAt',
    'updatedAt',
  ],
  personal: true,
  purpose: 'to prove that the customer was authenticated',
  period: 'five years after the consent ended, or as long as the payment',
  basis: 'PSD2 Art. 72; RTS (EU) 2018/389 Art. 4, 29',
})
