import type { EventType } from '@/lib/audit/event-catalogue'
import type { Money } from '@/lib/formats'

/** What a customer may want to see alone. */
export const ACTIVITY_KINDS = [
  'permissions',
  'looks',
  'refused',
  'questions',
  'payments',
  'removal',
  'security',
  'staff',
] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]

/**
 * One line of what happened. A decision is one entry; the calls of a day by one permission are bundled into one of each
 * sort, at the time of the newest. `at` is to the microsecond, as text, because the order and the next page hang on it.
 */
export type ActivityEntry = {
  /** Unique; with `at` its place in the order. */
  id: string
  at: string
  consentId: string | null
  /** The third party's name as the customer knows it; null where there is none. */
  app: string | null
} & (
  | {
      type: ShownEvent
      /** The other holder whose doing it was, or null. */
      otherHolder: string | null
      /** A reason somebody gave, or what something is called. */
      told: string | null
      /** The account that was taken out of it. */
      accountId: string | null
      funds: boolean
      payment: ShownPayment | null
    }
  /** `givenBy`: the other holder with whom the app was used where it says `present`; null where that was this customer. */
  | { type: BundleType; day: string; counts: BundleCounts; givenBy: string | null }
)

/** What an event tells of a payment. `money` and `payee` are null where they cannot be read any more. */
export type ShownPayment = { id: string; money: Money | null; payee: string | null }

/** The calls of a day: reads that were answered, reads that were refused, questions answered, questions refused. */
export type BundleType = 'looks' | 'refused' | 'asked' | 'askedRefused'

/** `present` and `away` are answered ones, as the chart counts them; `failed` those the bank could not answer. */
export type BundleCounts = { present: number; away: number; failed: number; times: number }

/** Where the next page goes on: everything before this place. */
export type ActivityCursor = { at: string; id: string }

/** `day`: a day of the bank. */
export type ActivityFilter = {
  tppId: string | null
  accountId: string | null
  kind: ActivityKind | null
  day: string | null
}

/** Newest first; among those of one time by id. */
export function byTime(a: ActivityCursor, b: ActivityCursor): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0
}

/** The events a customer is shown, by what they are about. */
export const EVENT_KINDS = {
  'consent.approved': 'permissions',
  'consent.partially-approved': 'permissions',
  'consent.unconfirmed': 'permissions',
  'consent.awaits-holder': 'permissions',
  'consent.lapsed': 'permissions',
  'consent.refused': 'permissions',
  'consent.revoked': 'permissions',
  'consent.revoked-by-staff': 'permissions',
  'consent.revoked-by-agent': 'permissions',
  'mandate.used': 'permissions',
  'protection.started': 'security',
  'protection.ended': 'security',
  'consent.terminated': 'permissions',
  'consent.replaced': 'permissions',
  'consent.expired': 'permissions',
  'consent.ended-by-bank': 'permissions',
  'consent.account-dropped': 'permissions',
  'consent.shortened': 'permissions',
  'consent.paused': 'permissions',
  'consent.resumed': 'permissions',
  'tpp.renamed': 'permissions',
  'tpp.paused': 'permissions',
  'tpp.resumed': 'permissions',
  'tpp.end-announced': 'permissions',
  'preference.never-stated': 'permissions',
  'preference.never-withdrawn': 'permissions',
  'identity.approved': 'permissions',
  'identity.refused': 'permissions',
  'removal.asked': 'removal',
  'removal.passed-on': 'removal',
  'removal.letter-sent': 'removal',
  'removal.received': 'removal',
  'removal.undelivered': 'removal',
  'removal.extended': 'removal',
  'removal.answered': 'removal',
  'removal.reminded': 'removal',
  'removal.overdue': 'removal',
  'erasure.requested': 'removal',
  'payment.approved': 'payments',
  'payment.refused': 'payments',
  'payment.settled': 'payments',
  'payment.failed': 'payments',
  'payment.cancelled': 'payments',
  'payment.cancelled-by-staff': 'payments',
  'payment.looked-at': 'staff',
  'consent.looked-at': 'staff',
  'psu.signed-in': 'security',
  'psu.signed-out': 'security',
  'psu.authentication-failed': 'security',
  'authenticator.created': 'security',
  'authenticator.renamed': 'security',
  'authenticator.removed': 'security',
  'authenticator.locked': 'security',
  'activation.used': 'security',
  'activation.reset': 'security',
  'recovery-codes.made': 'security',
  'recovery.letter-issued': 'security',
  'recovery.refused': 'security',
  'recovery.used': 'security',
  'recovery.objected': 'security',
  'export.requested': 'security',
  'export.ready': 'security',
  'export.fetched': 'security',
  'export.failed': 'security',
  'privacy.asked': 'security',
  'privacy.answered': 'security',
} as const satisfies Partial<Record<EventType, ActivityKind>>

export type ShownEvent = keyof typeof EVENT_KINDS
