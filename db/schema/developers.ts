import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './columns'
import { realmChallenges, realmPasskeys, realmSessions, retainRealm } from './realm'
import { retain } from './retention'

export const DEVELOPER_PROOFS = ['ordered', 'key'] as const

/**
 * An account of a third party's developer: a realm of its own, in a sandbox alone. Bound for good to one organisation, by
 * its organizationIdentifier: either the account was the first to order certificates for it (`ordered`, at most one per
 * organisation), or it signed a challenge with the key of a certificate (`key`). No name of a person is asked for.
 */
export const developers = pgTable(
  'developers',
  {
    id: uuid().primaryKey(),
    tppId: text().notNull(),
    legalName: text().notNull(),
    proof: text({ enum: DEVELOPER_PROOFS }).notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    oneOf('developers_proof', table.proof, DEVELOPER_PROOFS),
    uniqueIndex('developers_one_orders').on(table.tppId).where(sql`${table.proof} = 'ordered'`),
    index('developers_by_tpp').on(table.tppId),
  ],
)

/** Which certificates an account ordered, by thumbprint: for an organisation with an account no other proves anything. */
export const developerCertificates = pgTable(
  'developer_certificates',
  {
    thumbprint: text().primaryKey(),
    developerId: uuid().notNull(),
    tppId: text().notNull(),
    serial: text().notNull(),
    orderedAt: instant().notNull(),
  },
  (table) => [index('developer_certificates_by_tpp').on(table.tppId)],
)

export const developerPasskeys = realmPasskeys('developer')
export const developerChallenges = realmChallenges('developer')
export const developerSessions = realmSessions('developer')

const OF_DEVELOPERS = { whose: 'third party', personal: true } as const
const BASIS = 'RTS (EU) 2018/389 Art. 30(5); GDPR Art. 6(1)(b)'

export const developersRetention = retain(developers, {
  ...OF_DEVELOPERS,
  columns: ['id', 'tppId', 'legalName', 'proof', 'createdAt'],
  purpose: 'to let a third party manage its application in the sandbox',
  period: 'as long as the sandbox',
  basis: BASIS,
})

export const developerCertificatesRetention = retain(developerCertificates, {
  whose: 'third party',
  personal: false,
  columns: ['thumbprint', 'developerId', 'tppId', 'serial', 'orderedAt'],
  purpose: "to keep an organisation's account from being taken over",
  period: 'as long as the sandbox',
  basis: BASIS,
})

export const {
  passkeys: developerPasskeysRetention,
  challenges: developerChallengesRetention,
  sessions: developerSessionsRetention,
} = retainRealm({
  ...OF_DEVELOPERS,
  tables: { passkeys: developerPasskeys, challenges: developerChallenges, sessions: developerSessions },
  who: 'developers of third parties',
  period: 'as long as the sandbox',
  basis: BASIS,
})
