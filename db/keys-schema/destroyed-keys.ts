import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../schema/columns'
import { retain } from '../schema/retention'

export const DESTROYED_BECAUSE = ['erasure', 'last-holder-left', 'retention-ended', 'rotated'] as const

/**
 * A stone for each key that was destroyed: which, when and why, nothing of the key itself. A backup of the keys that is put back
 * holds the key again: `npm run keys -- destroy-again` takes the list of these stones and destroys it anew.
 */
export const destroyedKeys = pgTable('destroyed_keys', {
  id: uuid().primaryKey(),
  destroyedAt: instant().notNull(),
  because: text({ enum: DESTROYED_BECAUSE }).notNull(),
})

export const destroyedKeysRetention = retain(destroyedKeys, {
  whose: 'nobody',
  columns: ['id', 'destroyedAt', 'because'],
  personal: false,
  purpose: 'to prove that a key is gone, and to destroy it again where a backup brings it back',
  period: 'for good: an id that names nobody',
  basis: 'GDPR Art. 5(2), 17',
})
