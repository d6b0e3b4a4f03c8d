import { sql } from 'drizzle-orm'
import { boolean, date, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf, sealed } from './columns'
import { retain } from './retention'

/** Berlin Group's consent statuses, verbatim. */
export const CONSENT_STATUSES = [
  'received',
  'partiallyAuthorised',
  'valid',
  'rejected',
  'expired',
  'revokedByPsu',
  'terminatedByTpp',
] as const

/** What a consent is for: to read account information, or to ask whether an amount is there. */
export const CONSENT_KINDS = ['accountInformation', 'fundsConfirmation'] as const

/**
 * How the accounts are named (Berlin Group 6.3): by the third party, by the customer at the bank, all the customer has,
 * or all of them as a list without their data.
 */
export const CONSENT_MODELS = ['detailed', 'bankOffered', 'global', 'accountList'] as const

/** What of a consent its third party wants to be told (Berlin Group 1.3, TPP-Notification-Content-Preferred). */
export const NOTIFICATION_MODES = ['SCA', 'PROCESS', 'LAST'] as const

/**
 * One row per consent asked for. It belongs to the third party and records the application that asked.
 * `psuId` and `grantId` are null until a customer decides; `grantId` names the provider grant whose tokens die
 * with the consent. `expired` may lag behind the clock: readers compare `endsAt` (the end of `validUntil` in the
 * bank's time zone) themselves. A consent for confirmation of funds
 * has no end: a day that never comes (`NO_END`) stands there, so that nothing that compares ends needs to know.
 * `version` points at the row of `consent_versions` in force. The access asked for
 * is sealed: under the bank's own key while nobody has decided, under the customer's from then on. `scaAt` is the
 * customer's last strong authentication for this third party, whichever of its consents it was for; null while none
 * was made, or while the bank demands a new one (RTS Art. 10a). `readsLeft` counts what a one-off consent still gives;
 * at 0 it is `expired`, though the status may lag behind; null for a recurring one. `byCertificate`: it was approved by
 * plain redirect, so the third party reads with its certificate alone. `decideBy`: until when whoever is still needed,
 * a second holder or the third party's confirmation, may answer; after it nothing can make the consent valid. `endedBy`:
 * the customer who said no or stopped it; where several hold the account, one of them. `replacedBy`: the newer consent that
 * took the place of this one as it became valid. Berlin Group has no status for one
 * that the bank ended (PSD2 Art. 68(5)): it is `expired`, and `endedByBank` says whose doing it was. `tppCheckedAt` is when
 * the licence of its third party was last looked up as it asked; null where nobody said when. `psuLanguages` is what that asked
 * to have the customer met in (`PSU-Accept-Language`).
 */
export const consents = pgTable(
  'consents',
  {
    id: uuid().primaryKey(),
    tppId: text().notNull(),
    clientId: text().notNull(),
    psuId: uuid(),
    status: text({ enum: CONSENT_STATUSES }).notNull(),
    kind: text({ enum: CONSENT_KINDS }).notNull(),
    model: text({ enum: CONSENT_MODELS }).notNull(),
    recurring: boolean().notNull(),
    frequencyPerDay: integer().notNull(),
    validUntil: date({ mode: 'string' }).notNull(),
    endsAt: instant().notNull(),
    purpose: text(),
    tppCheckedAt: instant(),
    sealedAccess: sealed().notNull(),
    version: integer().notNull(),
    grantId: text(),
    scaAt: instant(),
    readsLeft: integer(),
    byCertificate: boolean().notNull().default(false),
    decideBy: instant(),
    endedByBank: boolean().notNull().default(false),
    endedBy: uuid(),
    replacedBy: uuid(),
    redirectUri: text(),
    nokRedirectUri: text(),
    psuLanguages: text(),
    notificationUri: text(),
    notificationContent: text({ enum: NOTIFICATION_MODES }).array(),
    createdAt: instant().notNull(),
    lastActionAt: instant().notNull(),
  },
  (table) => [
    oneOf('consents_status', table.status, CONSENT_STATUSES),
    oneOf('consents_kind', table.kind, CONSENT_KINDS),
    oneOf('consents_model', table.model, CONSENT_MODELS),
    index('consents_by_psu').on(table.psuId, table.createdAt.desc(), table.id),
    index('consents_by_tpp').on(table.tppId, table.status, table.id),
    index('consents_by_grant').on(table.grantId),
    // What a person reads out on the phone: the random end of the id, in letters.
    index('consents_by_reference').on(sql`right(${table.id}::text, 10)`),
  ],
)

export const consentsRetention = retain(
  consents,
  {
    whose: 'customer',
    columns: [
      'id',
      'psuId',
      'status',
      'kind',
      'model',
      'recurring',
      'frequencyPerDay',
      'validUntil',
      'endsAt',
      'purpose',
      'sealedAccess',
      'version',
      'grantId',
      'scaAt',
      'readsLeft',
      'decideBy',
      'endedByBank',
      'endedBy',
      'replacedBy',
      'createdAt',
      'lastActionAt',
    ],
    personal: true,
    purpose: 'to give exactly what the customer allowed, and to show it to them',
    period: 'two years after it ended on the dashboard, five years as evidence',
    basis: 'PSD2 Art. 67, 72; prepared for PSR Art. 43',
  },
  {
    whose: 'third party',
    columns: [
      'tppId',
      'clientId',
      'tppCheckedAt',
      'byCertificate',
      'redirectUri',
      'nokRedirectUri',
      'psuLanguages',
      'notificationUri',
      'notificationContent',
    ],
    personal: false,
    purpose: 'whose consent it is, how they read, and where they want to be told of it',
    period: 'as the consent',
    basis: 'PSD2 Art. 67',
  },
)
