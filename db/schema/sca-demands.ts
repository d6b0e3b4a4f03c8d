import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, sealed } from './columns'
import { retain } from './retention'

/**
 * A new strong authentication demanded before its time, because fraud is suspected (RTS Art. 10a(3)): which customer,
 * at which third party, on whose word and why. The reason is sealed under the customer's key. `metAt` null: still
 * waiting, and until then nothing is read.
 */
export const scaDemands = pgTable(
  'sca_demands',
  {
    id: uuid().primaryKey(),
    psuId: uuid().notNull(),
    tppId: text().notNull(),
    sealedReason: sealed().notNull(),
    demandedBy: text().notNull(),
    demandedAt: instant().notNull(),
    metAt: instant(),
  },
  (table) => [index('sca_demands_by_psu').on(table.psuId, table.tppId)],
)

export const scaDemandsRetention = retain(scaDemands, {
  whose: 'customer',
  columns: ['id', 'psuId', 'tppId', 'sealedReason', 'demandedBy', 'demandedAt', 'metAt'],
  personal: true,
  purpose: 'to show the authority why an authentication was demanded early',
  period: 'five years after the demand',
  basis: 'RTS (EU) 2018/389 Art. 10a(3)',
})
