import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database } from '@/db/connection'
import { type DISCLOSURE_PREFERENCES, disclosurePreferences } from '@/db/schema/disclosure-preferences'
import { psus } from '@/db/schema/psus'
import type { Actor } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { marketProfile } from '@/lib/market-profile'
import { JobRefusal } from './job-refusal'

/**
 * Writes down what a customer has said once and for all about what may leave. Saying it twice changes nothing. Throws `JobRefusal`
 * for one who is no customer, and for an account or a third party under a market profile that knows no standing preferences.
 */
export async function statePreference({ psuId, kind, about, actor }: Preference): Promise<void> {
  if (!marketProfile.standingPreferences && about !== null)
    throw new JobRefusal(
      `this market profile knows no ${kind}: what a permission gives, third parties may read`,
    )
  await database().transaction(async (tx) => {
    const [psu] = await tx.select({ id: psus.id }).from(psus).where(eq(psus.id, psuId)).for('share')
    if (!psu) throw new JobRefusal(`${psuId} is no customer`)
    const at = await now(tx)
    const stated = await tx
      .insert(disclosurePreferences)
      .values({ id: newId(), psuId, kind, about, createdAt: at })
      .onConflictDoNothing()
      .returning()
    if (stated.length === 0) return
    await recordEvent(tx, {
      at,
      type: 'preference.stated',
      actor,
      subject: `psu:${psuId}`,
      psuId,
      detail: { kind, about },
    })
  })
}

/** Takes one back, under any profile; false where it was never said. */
export async function withdrawPreference({ psuId, kind, about, actor }: Preference): Promise<boolean> {
  return await database().transaction(async (tx) => {
    const gone = await tx
      .delete(disclosurePreferences)
      .where(
        and(
          eq(disclosurePreferences.psuId, psuId),
          eq(disclosurePreferences.kind, kind),
          about === null ? isNull(disclosurePreferences.about) : eq(disclosurePreferences.about, about),
        ),
      )
      .returning()
    if (gone.length === 0) return false
    const at = await now(tx)
    await recordEvent(tx, {
      at,
      type: 'preference.withdrawn',
      actor,
      subject: `psu:${psuId}`,
      psuId,
      detail: { kind, about },
    })
    return true
  })
}

/** `about`: the account's id or the third party's identifier; null for what is about files. */
export type Preference = {
  psuId: string
  kind: (typeof DISCLOSURE_PREFERENCES)[number]
  about: string | null
  actor: Actor
}
