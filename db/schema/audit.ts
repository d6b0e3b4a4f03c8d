import { type AnyColumn, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, sealed } from './columns'
import { retain } from './retention'

/**
 * The transaction that wrote the row: by it whoever makes the next checkpoint finds what no checkpoint covers yet. A BRIN
 * index, which costs a writer next to nothing; no part of what is hashed.
 */
const writtenIn = () => bigint({ mode: 'number' }).notNull().default(sql`txid_current()`)

/** `psu` of `psu:0198…`; what has no id, such as `system`, is its own kind. */
export const actorKind = (actor: AnyColumn) => sql`split_part(${actor}, ':', 1)`

/**
 * Every decision, once, written in the transaction that decides. No foreign keys: nothing that happens to another
 * row may touch these. The application's role may insert and read, never update, delete or truncate; a trigger says
 * no to the owner too. Partitioned by month. Ids are pseudonyms; personal fields stand sealed in `sealedDetail`. Each index
 * ends with the time and the id, so that any one question of an auditor's is read page by page in the order of the trail.
 */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: uuid().notNull(),
    at: instant().notNull(),
    type: text().notNull(),
    schemaVersion: smallint().notNull(),
    actor: text().notNull(),
    subject: text().notNull(),
    psuId: uuid(),
    tppId: text(),
    consentId: uuid(),
    requestId: text(),
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
    sealedDetail: sealed(),
    writtenIn: writtenIn(),
  },
  (table) => [
    primaryKey({ columns: [table.at, table.id] }),
    index('audit_events_by_writing').using('brin', table.writtenIn).with({ autosummarize: true }),
    index('audit_events_by_consent').on(table.consentId, table.at),
    index('audit_events_by_psu').on(table.psuId, table.at),
    index('audit_events_by_tpp').on(table.tppId, table.at),
    index('audit_events_by_type').on(table.type, table.at, table.id),
    index('audit_events_by_actor').on(table.actor, table.at, table.id),
    index('audit_events_by_actor_kind').on(actorKind(table.actor), table.at, table.id),
    index('audit_events_by_subject').on(table.subject, table.at, table.id),
    index('audit_events_by_id').on(table.id),
    // What the bank decided about a third party, without the millions of events of its consents.
    index('audit_events_of_tpp_alone').on(table.tppId, table.at).where(sql`${table.consentId} is null`),
  ],
)

/**
 * Every call of an identified caller, served or refused, once, keyed by a call id of ours (a caller may repeat its
 * own X-Request-ID). `continued`: a further page of a read that was counted when it began, so not another look.
 * `corrects`: the bank failed after the row of this same call had said that it was served; the time of that row, which
 * then stands for nothing. Same rights, trigger and partitions as `audit_events`.
 */
export const accessLog = pgTable(
  'access_log',
  {
    callId: uuid().notNull(),
    at: instant().notNull(),
    tppId: text().notNull(),
    certificateThumbprint: text(),
    consentId: uuid(),
    psuId: uuid(),
    accountId: uuid(),
    method: text().notNull(),
    route: text().notNull(),
    status: smallint().notNull(),
    code: text(),
    psuPresent: boolean().notNull(),
    continued: boolean().notNull().default(false),
    requestId: text(),
    sealedPsuAddress: sealed(),
    items: integer(),
    corrects: instant(),
    writtenIn: writtenIn(),
  },
  (table) => [
    primaryKey({ columns: [table.at, table.callId] }),
    index('access_log_by_writing').using('brin', table.writtenIn).with({ autosummarize: true }),
    index('access_log_by_consent').on(table.consentId, table.at),
    index('access_log_by_tpp').on(table.tppId, table.at),
    // Nearly empty: it costs a row nothing, and tells a reader at once that a row was never corrected.
    index('access_log_corrections')
      .on(table.consentId, table.callId)
      .where(sql`${table.corrects} is not null`),
  ],
)

const asAudit = {
  whose: 'customer',
  personal: true,
  purpose: 'to prove every decision and every look, to the customer and to the authority',
  period: 'five years; the customer sees two',
  basis: 'PSD2 Art. 72; RTS (EU) 2018/389 Art. 29; GDPR Art. 15',
} as const

const toTakeOnce = {
  whose: 'nobody',
  columns: ['writtenIn'],
  personal: false,
  purpose: 'to find the rows that no checkpoint covers yet',
  period: 'as the row',
  basis: 'PSD2 Art. 72',
} as const

export const auditEventsRetention = retain(auditEvents, toTakeOnce, {
  ...asAudit,
  columns: [
    'id',
    'at',
    'type',
    'schemaVersion',
    'actor',
    'subject',
    'psuId',
    'tppId',
    'consentId',
    'requestId',
    'detail',
    'sealedDetail',
  ],
})

export const accessLogRetention = retain(accessLog, toTakeOnce, {
  ...asAudit,
  columns: [
    'callId',
    'at',
    'tppId',
    'certificateThumbprint',
    'consentId',
    'psuId',
    'accountId',
    'method',
    'route',
    'status',
    'code',
    'psuPresent',
    'continued',
    'requestId',
    'sealedPsuAddress',
    'items',
    'corrects',
  ],
})
