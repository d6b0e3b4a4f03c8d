import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf } from './columns'
import { retain } from './retention'

export const TPP_ACTIONS = ['pause', 'resume', 'end'] as const
export const TPP_DECISION_STATES = ['proposed', 'approved', 'declined', 'withdrawn'] as const

/**
 * On what ground a bank may refuse a third party. The first three are PSD2 Art. 68(5): unauthorised or fraudulent access,
 * or initiation. The others are no denial by the bank: without an authorisation (Art. 11, 15) or a trustworthy certificate
 * (RTS Art. 34) there is nobody to give access to.
 */
export const TPP_GROUNDS = [
  'unauthorised-access',
  'fraudulent-access',
  'fraudulent-payment',
  'licence-withdrawn',
  'certificate-compromised',
] as const

/**
 * What staff propose and decide about a third party: one row per proposal, kept for ever as its history. Four eyes stand in
 * the table itself: whoever decides is not who proposed, except to take their own proposal back. At most one is open per
 * third party. `customersText` is null where saying why would compromise security (Art. 68(5)). `endsAt`: when an end takes
 * effect. `requestedBy` null means the register of the authority, whose word needs no second person.
 */
export const tppDecisions = pgTable(
  'tpp_decisions',
  {
    id: uuid().primaryKey(),
    tppId: text().notNull(),
    action: text({ enum: TPP_ACTIONS }).notNull(),
    state: text({ enum: TPP_DECISION_STATES }).notNull(),
    ground: text({ enum: TPP_GROUNDS }),
    note: text().notNull(),
    tppText: text(),
    customersText: text(),
    endsAt: instant(),
    requestedBy: uuid(),
    requestedAt: instant().notNull(),
    decidedBy: uuid(),
    decidedAt: instant(),
    consentsAffected: integer(),
    customersAffected: integer(),
  },
  (table) => [
    oneOf('tpp_decisions_action', table.action, TPP_ACTIONS),
    oneOf('tpp_decisions_state', table.state, TPP_DECISION_STATES),
    oneOf('tpp_decisions_ground', table.ground, TPP_GROUNDS),
    check(
      'tpp_decisions_four_eyes',
      sql`case ${table.state} when 'proposed' then ${table.decidedBy} is null
        when 'withdrawn' then coalesce(${table.decidedBy} = ${table.requestedBy}, false)
        else coalesce(${table.decidedBy} <> ${table.requestedBy}, ${table.decidedBy} is null and ${table.requestedBy} is null) end`,
    ),
    check('tpp_decisions_ground_told', sql`${table.action} = 'resume' or ${table.ground} is not null`),
    check('tpp_decisions_end_dated', sql`(${table.action} = 'end') = (${table.endsAt} is not null)`),
    uniqueIndex('tpp_decisions_one_open').on(table.tppId).where(sql`state = 'proposed'`),
    index('tpp_decisions_by_tpp').on(table.tppId, table.requestedAt.desc()),
  ],
)

/**
 * What the bank reports to its authority at once when it denies a third party access, gives it back or ends it (PSD2
 * Art. 68(6)): written by the transaction that decides, never changed. The authority gets it by the bank's own way; here it
 * is kept and can be fetched.
 */
export const authorityReports = pgTable('authority_reports', {
  id: uuid().primaryKey(),
  tppId: text().notNull(),
  decisionId: uuid().notNull().unique(),
  body: jsonb().$type<Record<string, unknown>>().notNull(),
  createdAt: instant().notNull(),
})

export const tppDecisionsRetention = retain(tppDecisions, {
  whose: 'third party',
  columns: [
    'id',
    'tppId',
    'action',
    'state',
    'ground',
    'note',
    'tppText',
    'customersText',
    'endsAt',
    'requestedBy',
    'requestedAt',
    'decidedBy',
    'decidedAt',
    'consentsAffected',
    'customersAffected',
  ],
  personal: false,
  purpose: 'to decide with four eyes on the access of a third party, and to explain it',
  period: 'five years after it was decided',
  basis: 'PSD2 Art. 68(5), 72',
})

export const authorityReportsRetention = retain(authorityReports, {
  whose: 'third party',
  columns: ['id', 'tppId', 'decisionId', 'body', 'createdAt'],
  personal: false,
  purpose: 'to report the denial of access to the authority',
  period: 'five years',
  basis: 'PSD2 Art. 68(6)',
})
