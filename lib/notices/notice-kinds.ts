import type { EventType } from '@/lib/audit/event-catalogue'
import type { Money } from '@/lib/formats'

/**
 * What notices are about, as the customer chooses about their mail: the rows of the settings, in this order. The inbox has all of
 * them, always. `mail`: as it is for whoever has chosen nothing; `always`: whoever gets hold of somebody's sign-in must not be
 * able to keep it quiet.
 */
export const TOPICS = {
  access: { mail: 'on' },
  endsSoon: { mail: 'on' },
  ended: { mail: 'on' },
  paused: { mail: 'on' },
  unusual: { mail: 'on' },
  refused: { mail: 'on' },
  removal: { mail: 'on' },
  payments: { mail: 'on' },
  staff: { mail: 'off' },
  security: { mail: 'always' },
} as const satisfies Record<string, { mail: 'on' | 'off' | 'always' }>

/**
 * Every kind of notice: what it is about, where it leads, and how much of it a mail says. `title`: the names of other people and
 * the words of staff stay in the inbox, behind the sign-in. The kind is the key of its words, too.
 */
export const KINDS = {
  allowed: { topic: 'access', leads: 'permission', mail: 'all' },
  allowedByHolder: { topic: 'access', leads: 'permission', mail: 'title' },
  jointShared: { topic: 'access', leads: 'people', mail: 'title' },
  awaitsYou: { topic: 'access', leads: 'permission', mail: 'title' },
  changed: { topic: 'access', leads: 'permission', mail: 'all' },
  changedByHolder: { topic: 'access', leads: 'permission', mail: 'title' },
  shortened: { topic: 'access', leads: 'permission', mail: 'all' },
  shortenedByHolder: { topic: 'access', leads: 'permission', mail: 'title' },
  appRenamed: { topic: 'access', leads: 'permission', mail: 'all' },
  neverStated: { topic: 'access', leads: 'privacy', mail: 'all' },
  endsIn14Days: { topic: 'endsSoon', leads: 'permission', mail: 'all' },
  endsIn3Days: { topic: 'endsSoon', leads: 'permission', mail: 'all' },
  stopped: { topic: 'ended', leads: 'permission', mail: 'all' },
  stoppedByHolder: { topic: 'ended', leads: 'permission', mail: 'title' },
  stoppedByAgent: { topic: 'ended', leads: 'permission', mail: 'title' },
  stoppedByStaff: { topic: 'ended', leads: 'permission', mail: 'title' },
  endedByApp: { topic: 'ended', leads: 'permission', mail: 'all' },
  endedByBank: { topic: 'ended', leads: 'permission', mail: 'all' },
  ranOut: { topic: 'ended', leads: 'permission', mail: 'all' },
  lapsed: { topic: 'ended', leads: 'permission', mail: 'all' },
  declinedByHolder: { topic: 'ended', leads: 'permission', mail: 'title' },
  paused: { topic: 'paused', leads: 'permission', mail: 'all' },
  pausedByHolder: { topic: 'paused', leads: 'permission', mail: 'title' },
  resumed: { topic: 'paused', leads: 'permission', mail: 'all' },
  resumedByHolder: { topic: 'paused', leads: 'permission', mail: 'title' },
  appPaused: { topic: 'paused', leads: 'permission', mail: 'all' },
  appResumed: { topic: 'paused', leads: 'permission', mail: 'all' },
  appEnds: { topic: 'paused', leads: 'permission', mail: 'all' },
  readsAtNight: { topic: 'unusual', leads: 'permission', mail: 'all' },
  refusedReads: { topic: 'refused', leads: 'permission', mail: 'all' },
  removalPassedOn: { topic: 'removal', leads: 'permission', mail: 'all' },
  removalLetterSent: { topic: 'removal', leads: 'permission', mail: 'title' },
  removalReceived: { topic: 'removal', leads: 'permission', mail: 'all' },
  removalExtended: { topic: 'removal', leads: 'permission', mail: 'title' },
  removalAnswered: { topic: 'removal', leads: 'permission', mail: 'title' },
  removalUndelivered: { topic: 'removal', leads: 'permission', mail: 'all' },
  removalReminded: { topic: 'removal', leads: 'permission', mail: 'all' },
  removalOverdue: { topic: 'removal', leads: 'permission', mail: 'all' },
  erasureRequested: { topic: 'removal', leads: 'home', mail: 'all' },
  staffLooked: { topic: 'staff', leads: 'permission', mail: 'title' },
  staffLookedPayment: { topic: 'staff', leads: 'payment', mail: 'title' },
  passkeyAdded: { topic: 'security', leads: 'security', mail: 'all' },
  passkeyRemoved: { topic: 'security', leads: 'security', mail: 'all' },
  passkeyLocked: { topic: 'security', leads: 'security', mail: 'all' },
  newDevice: { topic: 'security', leads: 'security', mail: 'all' },
  recoveryCodes: { topic: 'security', leads: 'security', mail: 'all' },
  recoveryLetter: { topic: 'security', leads: 'security', mail: 'all' },
  recoveryRefused: { topic: 'security', leads: 'security', mail: 'all' },
  recoveryUsed: { topic: 'security', leads: 'objection', mail: 'all' },
  accessReset: { topic: 'security', leads: 'objection', mail: 'all' },
  recoveryStopped: { topic: 'security', leads: 'security', mail: 'all' },
  // It opens what was shut: whoever gets hold of somebody's sign-in must not be able to do that unseen.
  neverWithdrawn: { topic: 'security', leads: 'privacy', mail: 'all' },
  copyAsked: { topic: 'security', leads: 'privacy', mail: 'all' },
  copyReady: { topic: 'security', leads: 'privacy', mail: 'all' },
  copyFailed: { topic: 'security', leads: 'privacy', mail: 'all' },
  privacyAnswered: { topic: 'removal', leads: 'privacy', mail: 'title' },
  // How much and to whom stays in the inbox, behind the sign-in; no notice holds an account's number.
  paymentPaid: { topic: 'payments', leads: 'payment', mail: 'title' },
  paymentFailed: { topic: 'payments', leads: 'payment', mail: 'title' },
  paymentPlanned: { topic: 'payments', leads: 'payment', mail: 'title' },
  paymentTakenBack: { topic: 'payments', leads: 'payment', mail: 'title' },
  paymentTakenBackForYou: { topic: 'payments', leads: 'payment', mail: 'title' },
  test: { topic: 'access', leads: 'settings', mail: 'all' },
} as const satisfies Record<string, { topic: Topic; leads: Leads; mail: 'all' | 'title' }>

/**
 * What is told of each event that concerns a customer: to whoever did it (`own`), to the others who hold the account with them
 * (`holder`), and where no customer did it (`other`). `to`: the customer of the event alone, everybody who has allowed the
 * permission, or everybody who shares with the third party. `joint`: what those read who hold the account and were not asked;
 * of an end they read nothing, or a protection would be told by the notice that does not come.
 */
export const TELLINGS: Partial<Record<EventType, Telling>> = {
  'consent.approved': {
    to: 'holders',
    own: 'allowed',
    holder: 'allowedByHolder',
    other: 'allowed',
    joint: 'jointShared',
  },
  'consent.awaits-holder': same('customer', 'awaitsYou'),
  'consent.lapsed': same('holders', 'lapsed'),
  'consent.refused': { to: 'holders', own: null, holder: 'declinedByHolder', other: null },
  'consent.revoked': {
    to: 'holders',
    own: 'stopped',
    holder: 'stoppedByHolder',
    other: 'stopped',
  },
  'consent.revoked-by-staff': same('holders', 'stoppedByStaff'),
  'consent.revoked-by-agent': same('holders', 'stoppedByAgent'),
  'consent.terminated': same('holders', 'endedByApp'),
  'consent.expired': same('holders', 'ranOut'),
  'consent.ended-by-bank': same('holders', 'endedByBank'),
  'consent.account-dropped': { to: 'holders', own: 'changed', holder: 'changedByHolder', other: 'changed' },
  'consent.shortened': { to: 'holders', own: 'shortened', holder: 'shortenedByHolder', other: 'shortened' },
  'consent.paused': { to: 'holders', own: 'paused', holder: 'pausedByHolder', other: 'paused' },
  'consent.resumed': { to: 'holders', own: 'resumed', holder: 'resumedByHolder', other: 'resumed' },
  'consent.looked-at': same('customer', 'staffLooked'),
  'tpp.renamed': same('sharing', 'appRenamed'),
  'tpp.paused': same('sharing', 'appPaused'),
  'tpp.resumed': same('sharing', 'appResumed'),
  'tpp.end-announced': same('sharing', 'appEnds'),
  'removal.passed-on': same('customer', 'removalPassedOn'),
  // Who sends the letter themselves need not be told that it was sent.
  'removal.letter-sent': { to: 'customer', own: null, holder: 'removalLetterSent', other: null },
  'removal.received': same('customer', 'removalReceived'),
  'removal.undelivered': same('customer', 'removalUndelivered'),
  'removal.extended': same('customer', 'removalExtended'),
  'removal.answered': same('customer', 'removalAnswered'),
  'removal.reminded': same('customer', 'removalReminded'),
  'removal.overdue': same('customer', 'removalOverdue'),
  'erasure.requested': same('customer', 'erasureRequested'),
  'export.requested': same('customer', 'copyAsked'),
  'export.ready': same('customer', 'copyReady'),
  'export.failed': same('customer', 'copyFailed'),
  'privacy.answered': same('customer', 'privacyAnswered'),
  'preference.never-stated': same('customer', 'neverStated'),
  'preference.never-withdrawn': same('customer', 'neverWithdrawn'),
  // Of one that is paid at once the notice that it was, or was not, is all: `isToldOtherwise`.
  'payment.approved': same('customer', 'paymentPlanned'),
  'payment.settled': same('customer', 'paymentPaid'),
  'payment.failed': same('customer', 'paymentFailed'),
  'payment.cancelled': same('customer', 'paymentTakenBack'),
  'payment.cancelled-by-staff': same('customer', 'paymentTakenBackForYou'),
  'payment.looked-at': same('customer', 'staffLookedPayment'),
  'psu.signed-in': same('customer', 'newDevice'),
  'authenticator.created': same('customer', 'passkeyAdded'),
  'authenticator.removed': same('customer', 'passkeyRemoved'),
  'authenticator.locked': same('customer', 'passkeyLocked'),
  'recovery-codes.made': same('customer', 'recoveryCodes'),
  'recovery.letter-issued': same('customer', 'recoveryLetter'),
  'recovery.refused': same('customer', 'recoveryRefused'),
  'recovery.used': same('customer', 'recoveryUsed'),
  'activation.reset': same('customer', 'accessReset'),
  'recovery.objected': same('customer', 'recoveryStopped'),
}

/**
 * Events that concern a customer and of which nothing is told: another event of the same moment is, or it is their own doing and
 * stands in what happened. A test refuses an event that is in neither table.
 */
export const SILENT: readonly EventType[] = [
  'consent.partially-approved',
  'consent.replaced',
  'identity.approved',
  'identity.refused',
  'psu.authentication-failed',
  'authenticator.renamed',
  'payment.refused',
  'activation.used',
  'removal.asked',
  'export.fetched',
  'privacy.asked',
  // Who reads the customer's mail may be the one they are protected from.
  'protection.started',
  'protection.ended',
  'mandate.used',
]

function same(to: Telling['to'], kind: NoticeKind): Telling {
  return { to, own: kind, holder: kind, other: kind }
}

/** Whether mail about it goes out at once, whatever the hour and the choice. */
export const isSecurity = (kind: NoticeKind): boolean => TOPICS[KINDS[kind].topic].mail === 'always'

/** Whether a stored word names a kind that this version knows. */
export const isKind = (word: string): word is NoticeKind => Object.hasOwn(KINDS, word)

export type Topic = keyof typeof TOPICS
export type NoticeKind = keyof typeof KINDS
type Leads = 'permission' | 'payment' | 'home' | 'people' | 'security' | 'privacy' | 'objection' | 'settings'
export type Telling = {
  to: 'customer' | 'holders' | 'sharing'
  own: NoticeKind | null
  holder: NoticeKind | null
  other: NoticeKind | null
  joint?: NoticeKind
}

/**
 * What the words of a notice need. `date`: a day or an instant, ISO 8601. `told`: somebody's own words, or what a thing is
 * called.
 */
export type NoticeParams = {
  app?: string | null
  /** What the app was called before. */
  formerly?: string | null
  /** Another holder of the account. */
  name?: string | null
  told?: string | null
  date?: string | null
  count?: number | null
  browser?: string | null
  /** Of a payment: how much, and to whom. */
  money?: Money | null
  payee?: string | null
  answer?: string | null
  funds?: boolean
  /** The customer has asked the third party to delete what it has. */
  asked?: boolean
  /** Where it leads, where no rule says it: a path of ours. */
  path?: string | null
}
