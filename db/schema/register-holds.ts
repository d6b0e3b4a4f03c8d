import { sql } from 'drizzle-orm'
import { bigint, check, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, oneOf } from './columns'
import { retain } from './retention'

export const HOLD_STATES = ['held', 'believed', 'disbelieved'] as const
export const HOLD_ANSWERS = ['believe', 'disbelieve'] as const

/**
 * A snapshot of the register that withdrew suspiciously many of the bank's third parties at once: its withdrawals pause nobody
 * before two colleagues believe it or `bindsAt` has come, and never once two of them disbelieve it. Of `withdrawals` each is told
 * by its sentence, by which it is known again in later snapshots. `body` is the signed snapshot as it came, `active` of how many
 * third parties it withdrew these. `proposedBy` is the first pair of eyes, `decidedBy` the other. Machine times, as lists have.
 */
export const registerHolds = pgTable(
  'register_holds',
  {
    id: uuid().primaryKey(),
    place: text().notNull(),
    source: text().notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
    issuedAt: instant().notNull(),
    digest: text().notNull().unique(),
    body: bytes().notNull(),
    withdrawals: jsonb().$type<{ tppId: string; withdrawal: string }[]>().notNull(),
    active: integer().notNull(),
    heldAt: instant().notNull(),
    bindsAt: instant().notNull(),
    state: text({ enum: HOLD_STATES }).notNull().default('held'),
    proposal: text({ enum: HOLD_ANSWERS }),
    proposedBy: uuid(),
    decidedBy: uuid(),
    decidedAt: instant(),
  },
  (table) => [
    oneOf('register_holds_state', table.state, HOLD_STATES),
    oneOf('register_holds_proposal', table.proposal, HOLD_ANSWERS),
    check(
      'register_holds_four_eyes',
      sql`case ${table.state} when 'held' then ${table.decidedBy} is null
        else coalesce(${table.decidedBy} <> ${table.proposedBy}, false) end`,
    ),
    check('register_holds_proposer', sql`(${table.proposal} is null) = (${table.proposedBy} is null)`),
  ],
)

export const registerHoldsRetention = retain(registerHolds, {
  whose: 'third party',
  columns: [
    'id',
    'place',
    'source',
    'sequence',
    'issuedAt',
    'digest',
    'body',
    'withdrawals',
    'active',
    'heldAt',
    'bindsAt',
    'state',
    'proposal',
    'proposedBy',
    'decidedBy',
    'decidedAt',
  ],
  personal: false,
  purpose: 'to prove why a withdrawal by the register did not bind at once',
  period: 'five years',
  basis: 'PSD2 Art. 68(5)',
})
