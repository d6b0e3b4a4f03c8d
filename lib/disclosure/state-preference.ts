import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { database, type Transaction } from '@/db/connection'
import { type DISCLOSURE_PREFERENCES, disclosurePreferences } from '@/db/schema/disclosure-preferences'
import { psus } from '@/db/schema/psus'
import type { Actor, EventType } from '@/lib/audit/event-catalogue'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { marketProfile } from '@/lib/market-profile'
import { JobRefusal } from './job-refusal'

/**
 * Writes down what a customer has said once and for all about what may leave. Saying it twice changes nothing. Throws `JobRefusal`
 * for one who is no customer, and for an account or a third party under a market profile that knows no standing preferences.
 */
export async function statePreference(preference: Preference): Promise<void> {
  await database().transaction((tx) => statePreferenceWithin(tx, preference))
}

/** The same as a part of the caller's transaction. It holds the customer's row, as whoever allows something does. */
export async function statePreferenceWithin(tx: Transaction, preference: Preference): Promise<void> {
  const { psuId, kind, about } = preference
  if (!marketProfile.standingPreferences && about !== null)
    throw new JobRefusal(
      `this market profile knows no ${kind}: what a permission gives, third parties may read`,
    )
  const customer = tx.select({ id: psus.id }).from(psus).where(eq(psus.id, psuId))
  if ((await customer.for('no key update')).length === 0) throw new JobRefusal(`${psuId} is no customer`)
  const at = await now(tx)
  const stated = await tx
    .insert(disclosurePreferences)
    .values({ id: newId(), psuId, kind, about, createdAt: at })
    .onConflictDoNothing()
    .returning()
  if (stated.length > 0) await record(tx, { ...preference, at, act: 'stated' })
}

/** Takes one back, under any profile; false where it was never said. */
export async function withdrawPreference(preference: Preference): Promise<boolean> {
  return await database().transaction((tx) => withdrawPreferenceWithin(tx, preference))
}

/** The same as a part of the caller's transaction. */
export async function withdrawPreferenceWithin(tx: Transaction, preference: Preference): Promise<boolean> {
  const { psuId, kind, about } = preference
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
  await record(tx, { ...preference, at: await now(tx), act: 'withdrawn' })
  return true
}

async function record(tx: Transaction, { psuId, kind, about, actor, requestId, at, act }: Recorded) {
  await recordEvent(tx, {
    at,
    type: EVENTS_OF[kind][act],
    actor,
    subject: `psu:${psuId}`,
    psuId,
    requestId: requestId ?? null,
    tppId: kind === 'never-this-third-party' ? about : null,
    detail: { kind, about, ...(kind === 'never-this-account' && { accountId: about }) },
  })
}

const FILES = { stated: 'preference.stated', withdrawn: 'preference.withdrawn' } as const
const NEVER = { stated: 'preference.never-stated', withdrawn: 'preference.never-withdrawn' } as const

/** What is about files is the desk's and silent; what a customer never shares they read again in what happened, and are told. */
const EVENTS_OF = {
  'in-files': FILES,
  'never-in-files': FILES,
  'never-this-third-party': NEVER,
  'never-this-account': NEVER,
} as const satisfies Record<Preference['kind'], Record<Act, EventType>>

type Act = 'stated' | 'withdrawn'
type Recorded = Preference & { at: Date; act: Act }

/** `about`: the account's id or the third party's identifier; null for what is about files. */
export type Preference = {
  psuId: string
  kind: (typeof DISCLOSURE_PREFERENCES)[number]
  about: string | null
  actor: Actor
  requestId?: string | null
}
