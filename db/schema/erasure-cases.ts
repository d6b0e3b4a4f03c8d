import { date, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, sealed } from './columns'
import { retain } from './retention'

/**
 * One row per customer who has left the bank and is erased as they asked (GDPR Art. 17). Written before a key is destroyed, with
 * the keys that are to be: whoever dies in between leaves a row without `doneAt`, and the next run goes on from it. A backup of
 * the keys that is put back holds those of a case again; they are destroyed anew. `certificate` is the signed file that names
 * nobody, without it until the case is done.
 */
export const erasureCases = pgTable(
  'erasure_cases',
  {
    id: uuid().primaryKey(),
    psuId: uuid().notNull(),
    requestedAt: instant().notNull(),
    keyIds: uuid().array().notNull(),
    preparedAt: instant().notNull(),
    doneAt: instant(),
    certificate: jsonb().$type<Record<string, string>>(),
  },
  (table) => [
    uniqueIndex('erasure_cases_once').on(table.psuId),
    index('erasure_cases_open').on(table.doneAt),
  ],
)

/**
 * What a law keeps of somebody whose key is destroyed: the sealed columns of one row of `tableName`, opened and sealed anew
 * under the key of the month in which that law's time ends. The row itself stays as it was and opens no more. Gone on
 * `keptUntil`; the key, with every copy in every backup, after the end of its month.
 */
export const keptRecords = pgTable(
  'kept_records',
  {
    id: uuid().primaryKey(),
    caseId: uuid().notNull(),
    tableName: text().notNull(),
    rowId: text().notNull(),
    law: text().notNull(),
    keptUntil: date({ mode: 'string' }).notNull(),
    keyId: uuid().notNull(),
    sealedContent: sealed().notNull(),
  },
  (table) => [
    index('kept_records_by_case').on(table.caseId),
    index('kept_records_ending').on(table.keptUntil),
  ],
)

export const erasureCasesRetention = retain(erasureCases, {
  whose: 'customer',
  columns: ['id', 'psuId', 'requestedAt', 'keyIds', 'preparedAt', 'doneAt', 'certificate'],
  personal: true,
  purpose: 'to carry an erasure out to its end, to repeat it where a backup undoes it, and to prove it',
  period: 'five years after it was done',
  basis: 'GDPR Art. 5(2), 17',
})

export const keptRecordsRetention = retain(keptRecords, {
  whose: 'customer',
  columns: ['id', 'caseId', 'tableName', 'rowId', 'law', 'keptUntil', 'keyId', 'sealedContent'],
  personal: true,
  purpose: 'to answer for what was allowed and paid after the customer was erased',
  period: 'until the day in `kept_until`, by the rule in `law`',
  basis: 'GDPR Art. 17(3)(b), (e); PSD2 Art. 72',
})
