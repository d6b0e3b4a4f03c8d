import { sql } from 'drizzle-orm'
import {
  check,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, oneOf, sealed } from './columns'
import { retain } from './retention'

export const NOTICE_MAIL_STATES = ['pending', 'sent', 'dead', 'dropped'] as const

/**
 * One notice to one customer: the inbox, and what a mail says. `eventId` is the event of the trail that it tells of, or, of
 * what no event tells, an id made from what it tells of, so that whoever plans it again plans the same one. Worded as it is
 * shown: `sealedParams` holds what the words need, under the customer's key. `at` is when it happened, in the bank's time.
 */
export const notices = pgTable(
  'notices',
  {
    id: uuid().primaryKey(),
    eventId: uuid().notNull(),
    psuId: uuid().notNull(),
    kind: text().notNull(),
    consentId: uuid(),
    sealedParams: sealed().notNull(),
    at: instant().notNull(),
    createdAt: instant().notNull(),
    readAt: instant(),
  },
  (table) => [
    uniqueIndex('notices_once').on(table.eventId, table.psuId, table.kind),
    index('notices_by_psu').on(table.psuId, table.at.desc(), table.id.desc()),
    index('notices_unread').on(table.psuId).where(sql`read_at is null`),
    index('notices_by_consent').on(table.consentId, table.kind),
  ],
)

/**
 * The mail of a notice. Whoever sends takes a lease first and counts the attempt; a process that dies leaves it to run out, and
 * another sends again, under the same Message-ID. Leases and next attempts are in the machine's time, never in the sandbox's.
 * `dropped`: switched off, or without an address, before it was sent.
 */
export const noticeMails = pgTable(
  'notice_mails',
  {
    noticeId: uuid().primaryKey(),
    psuId: uuid().notNull(),
    state: text({ enum: NOTICE_MAIL_STATES }).notNull(),
    attempts: smallint().notNull(),
    nextAttemptAt: instant().notNull(),
    leasedUntil: instant(),
    lastFault: text(),
    plannedAt: instant().notNull(),
    settledAt: instant(),
  },
  (table) => [
    oneOf('notice_mails_state', table.state, NOTICE_MAIL_STATES),
    index('notice_mails_pending').on(table.nextAttemptAt).where(sql`state = 'pending'`),
    index('notice_mails_leased').on(table.psuId).where(sql`leased_until is not null`),
    index('notice_mails_settled').on(table.state, table.settledAt).where(sql`state <> 'pending'`),
  ],
)

/**
 * What a customer has chosen; no row: as the bank begins. `mail` holds only the topics they decided about. Quiet hours are
 * hours of the bank's day, `quietTo` excluded, and may go over midnight; both null: none.
 */
export const noticeSettings = pgTable(
  'notice_settings',
  {
    psuId: uuid().primaryKey(),
    mail: jsonb().$type<Record<string, boolean>>().notNull(),
    quietFrom: smallint(),
    quietTo: smallint(),
    changedAt: instant().notNull(),
  },
  (table) => [
    check(
      'notice_settings_quiet',
      sql`(${table.quietFrom} is null and ${table.quietTo} is null)
        or (${table.quietFrom} between 0 and 23 and ${table.quietTo} between 0 and 23 and ${table.quietFrom} <> ${table.quietTo})`,
    ),
  ],
)

/** How far a job that walks the access log has come. */
export const noticeMarks = pgTable(
  'notice_marks',
  { name: text().notNull(), walkedTo: instant().notNull() },
  (table) => [primaryKey({ columns: [table.name] })],
)

export const noticesRetention = retain(notices, {
  whose: 'customer',
  columns: ['id', 'eventId', 'psuId', 'kind', 'consentId', 'sealedParams', 'at', 'createdAt', 'readAt'],
  personal: true,
  purpose: 'to tell the customer what happened, and to show it again',
  period: 'two years',
  basis: 'PSD2 Art. 68(6); GDPR Art. 34; prepared for PSR Art. 43',
})

export const noticeMailsRetention = retain(noticeMails, {
  whose: 'customer',
  columns: [
    'noticeId',
    'psuId',
    'state',
    'attempts',
    'nextAttemptAt',
    'leasedUntil',
    'lastFault',
    'plannedAt',
    'settledAt',
  ],
  personal: true,
  purpose: 'to send the mail of a notice, and to show that it was sent',
  period: 'ninety days after it was sent or given up',
  basis: 'PSD2 Art. 68(6)',
})

export const noticeSettingsRetention = retain(noticeSettings, {
  whose: 'customer',
  columns: ['psuId', 'mail', 'quietFrom', 'quietTo', 'changedAt'],
  personal: true,
  purpose: 'to tell the customer in the way they want',
  period: 'while a customer of the bank',
  basis: 'contract, GDPR Art. 6(1)(b)',
})

export const noticeMarksRetention = retain(noticeMarks, {
  whose: 'nobody',
  columns: ['name', 'walkedTo'],
  personal: false,
  purpose: 'to look at every call once',
  period: 'as long as the bank is open',
  basis: 'operation of the service',
})
