import { type SQL, sql } from 'drizzle-orm'
import { uuids } from '@/db/uuids'
import { SHARED } from '@/lib/consent/find-consent-events'
import type { Belongings } from './belongings'

/**
 * How the rows of each table of `db/retention.ts` belong to a person, and which of its columns nobody can read. A table with
 * data of customers that is not here fails a test: nothing the bank holds is left out of what it tells a customer it holds.
 * `group`: under which heading of the page; `kind`: which of its texts say for what, how long and on what ground. `withheld`:
 * columns that are secrets or mean nothing, with the reason that the file gives. `shared`: other holders' words stand among
 * the rows; what is sealed for them stays closed.
 */
export const OWNERSHIP: Record<string, Owned> = {
  psus: { group: 'you', kind: 'person', rows: ({ psuId }) => sql`id = ${psuId}` },
  privacy_requests: { group: 'you', kind: 'wishes', time: 'askedAt', rows: ofPerson },
  disclosure_preferences: { group: 'you', kind: 'preferences', time: 'createdAt', rows: ofPerson },
  exports: { group: 'you', kind: 'copies', time: 'requestedAt', rows: ofPerson },
  erasures: { group: 'you', kind: 'wishes', time: 'requestedAt', rows: ofPerson },
  erasure_bookings: {
    group: 'you',
    kind: 'wishes',
    rows: ({ psuId }) => sql`erasure_id in (select id from erasures where psu_id = ${psuId})`,
  },
  vault_keys: {
    group: 'you',
    kind: 'keys',
    time: 'createdAt',
    keys: true,
    rows: ({ keyIds }) => sql`key_id = any(${uuids(keyIds)})`,
    withheld: { wrapped: 'secret' },
  },
  authenticators: { group: 'signIn', kind: 'passkeys', time: 'createdAt', rows: ofPerson },
  activation_codes: {
    group: 'signIn',
    kind: 'codes',
    time: 'createdAt',
    rows: ofPerson,
    withheld: { codeHash: 'hash' },
  },
  recovery_codes: {
    group: 'signIn',
    kind: 'codes',
    time: 'createdAt',
    rows: ofPerson,
    withheld: { codeHash: 'hash', salt: 'hash' },
  },
  recovery_letters: { group: 'signIn', kind: 'codes', time: 'askedAt', rows: ofPerson },
  sca_challenges: { group: 'signIn', kind: 'signIns', time: 'expiresAt', rows: ofPerson },
  sessions: {
    group: 'signIn',
    kind: 'signIns',
    time: 'authenticatedAt',
    rows: ofPerson,
    withheld: { tokenHash: 'hash' },
  },
  sca_demands: { group: 'signIn', kind: 'demands', time: 'demandedAt', rows: ofPerson },
  consents: {
    group: 'permissions',
    kind: 'permissions',
    time: 'createdAt',
    shared: true,
    rows: ({ consentIds }) => sql`id = any(${uuids(consentIds)})`,
  },
  consent_versions: {
    group: 'permissions',
    kind: 'proof',
    time: 'decidedAt',
    shared: true,
    rows: ofConsents,
  },
  consent_accounts: { group: 'permissions', kind: 'proof', rows: ofSharedAccounts },
  authorisations: {
    group: 'permissions',
    kind: 'proof',
    time: 'createdAt',
    rows: ({ psuId, consentIds }) =>
      sql`(psu_id = ${psuId} or psu_id is null and resource_id = any(${uuids(consentIds)}))`,
    withheld: { confirmationHash: 'hash' },
  },
  protections: { group: 'permissions', kind: 'protection', time: 'startedAt', rows: ofPerson },
  holds: { group: 'permissions', kind: 'permissions', time: 'placedAt', rows: ofConsents },
  interactions: {
    group: 'permissions',
    kind: 'underWay',
    time: 'arrivedAt',
    rows: ({ psuId, consentIds }) =>
      sql`(psu_id = ${psuId} or psu_id is null and consent_id = any(${uuids(consentIds)}))`,
    withheld: { state: 'third-party' },
  },
  oauth_records: {
    group: 'permissions',
    kind: 'underWay',
    time: 'expiresAt',
    rows: ({ psuId, ownConsentIds }) => sql`(psu_id = ${psuId}
      or psu_id is null and uid in (select uid from interactions where psu_id = ${psuId})
      or psu_id is null and grant_id in (select grant_id from consents where id = any(${uuids(ownConsentIds)})))`,
    withheld: { id: 'hash' },
  },
  idempotent_answers: {
    group: 'permissions',
    kind: 'underWay',
    time: 'createdAt',
    rows: ({ psuId, ownConsentIds }) => sql`(consent_id = any(${uuids(ownConsentIds)})
      or payment_id in (select id from payments where psu_id = ${psuId}))`,
    withheld: { content: 'hash' },
  },
  removals: { group: 'permissions', kind: 'removals', time: 'askedAt', rows: ofPerson },
  payments: { group: 'payments', kind: 'payments', time: 'createdAt', rows: ofPerson },
  payment_approvals: {
    group: 'payments',
    kind: 'payments',
    time: 'decidedAt',
    of: 'payments',
    rows: ({ psuId }) => sql`payment_id in (select id from payments where psu_id = ${psuId})`,
  },
  access_log: { group: 'looks', kind: 'trail', time: 'at', shared: true, rows: ofSharedAccounts },
  consent_uses: { group: 'looks', kind: 'uses', time: 'lookedAt', rows: ofSharedAccounts },
  delivered_reports: { group: 'looks', kind: 'uses', time: 'deliveredAt', rows: ofSharedAccounts },
  funds_questions: { group: 'looks', kind: 'funds', time: 'at', rows: ofPerson },
  deliveries: { group: 'told', kind: 'messages', time: 'plannedAt', rows: ofConsents },
  outbox: { group: 'told', kind: 'messages', time: 'createdAt', rows: ofPerson },
  notices: { group: 'told', kind: 'notices', time: 'at', rows: ofPerson },
  notice_mails: { group: 'told', kind: 'messages', time: 'plannedAt', rows: ofPerson },
  notice_settings: { group: 'told', kind: 'choices', time: 'changedAt', rows: ofPerson },
  audit_events: {
    group: 'trail',
    kind: 'trail',
    time: 'at',
    shared: true,
    rows: ({ psuId, consentIds, decidedConsentIds }) => sql`(psu_id = ${psuId}
      or psu_id is null and consent_id = any(${uuids(consentIds)})
      or consent_id = any(${uuids(decidedConsentIds)}) and type = any(${texts(SHARED)}))`,
  },
  ledger_accounts: {
    group: 'books',
    kind: 'books',
    time: 'openedAt',
    rows: ({ accountIds }) => sql`id = any(${uuids(accountIds)})`,
    withheld: { ibanIndex: 'hash', panIndex: 'hash' },
  },
  ledger_contacts: { group: 'books', kind: 'contacts', rows: ofPerson },
  ledger_holders: { group: 'books', kind: 'books', rows: ofPerson },
  ledger_mandates: {
    group: 'books',
    kind: 'books',
    time: 'startsAt',
    rows: ({ psuId }) => sql`(psu_id = ${psuId} or customer_id = ${psuId})`,
  },
  ledger_balances: { group: 'books', kind: 'books', time: 'changedAt', rows: ofAccounts },
  ledger_transactions: { group: 'books', kind: 'books', time: 'valueOn', rows: ofAccounts },
  ledger_transfers: { group: 'books', kind: 'books', time: 'at', rows: ofAccounts },
  ledger_standing_orders: { group: 'books', kind: 'books', time: 'startsOn', rows: ofAccounts },
}

/** Tables with personal data in which nobody can find a customer, or that repeat what stands elsewhere, and why. */
export const NOT_OF_A_PERSON: Record<string, string> = {
  barrier_reports: 'what somebody wrote without having to say who they are; no customer stands in it',
  erasure_cases: 'whoever has one is a customer no more, and signs in no more; the bank answers them by hand',
  export_parts: 'the file itself, in pieces',
  kept_records: 'of whoever is a customer no more; a bank answers them by hand',
  security_contacts: 'how a third party is reached in an incident; its own people, no customers of the bank',
  security_events: 'network addresses of nobody in particular, counted; no customer stands in it',
}

/** The parts of the page about what is held, in its order. */
export const HELD_GROUPS = [
  'you',
  'signIn',
  'permissions',
  'payments',
  'looks',
  'told',
  'trail',
  'books',
] as const

/**
 * The kinds of data that a customer reads about, each with its words in every language (`privacy.kept`); several tables share
 * them where they are kept for one thing.
 */
export const KEPT_KINDS = [
  'person',
  'choices',
  'keys',
  'wishes',
  'preferences',
  'protection',
  'removals',
  'copies',
  'passkeys',
  'codes',
  'signIns',
  'demands',
  'permissions',
  'proof',
  'payments',
  'underWay',
  'uses',
  'funds',
  'trail',
  'messages',
  'notices',
  'books',
  'contacts',
] as const

/** What words a table's rows have for a customer; the pieces of a copy are a part of it. */
export const kindOf = (table: string): KeptKind => OWNERSHIP[table]?.kind ?? 'copies'

/** Whether a customer counts its rows as things of their own. */
export const isCounted = (table: string) => OWNERSHIP[table]?.of === undefined

const texts = (words: readonly string[]): SQL => sql`${`{${words.join(',')}}`}::text[]`

function ofPerson({ psuId }: Belongings): SQL {
  return sql`psu_id = ${psuId}`
}

function ofConsents({ consentIds }: Belongings): SQL {
  return sql`consent_id = any(${uuids(consentIds)})`
}

function ofAccounts({ accountIds }: Belongings): SQL {
  return sql`account_id = any(${uuids(accountIds)})`
}

/** Of a permission that several have given: what is about an account of this person, or about none. */
function ofSharedAccounts({ consentIds, ownConsentIds, accountIds }: Belongings): SQL {
  return sql`consent_id = any(${uuids(consentIds)}) and (consent_id = any(${uuids(ownConsentIds)})
    or account_id is null or account_id = any(${uuids([...accountIds, NO_ACCOUNT])}))`
}

/** In `consent_uses`: the list of accounts. */
const NO_ACCOUNT = '00000000-0000-0000-0000-000000000000'

export type KeptKind = (typeof KEPT_KINDS)[number]
export type HeldGroup = (typeof HELD_GROUPS)[number]
/**
 * Why a value is not given: only a one-way mark of it is kept; it opens other things; it is a third party's word to itself;
 * it is sealed for another holder.
 */
export type WithheldReason = 'hash' | 'secret' | 'third-party' | 'other-holder'
export type Owned = {
  group: HeldGroup
  kind: KeptKind
  rows: (of: Belongings) => SQL
  /** The column by which the newest are shown first. */
  time?: string
  /** Each row is a part of one row of that table, and not counted again. */
  of?: 'payments'
  /** In the database of keys. */
  keys?: true
  shared?: true
  withheld?: Record<string, Exclude<WithheldReason, 'other-holder'>>
}
