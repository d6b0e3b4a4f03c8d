import type { ActivityLine, ActivityWord } from '@/components/consent/activity-view'
import type { IconName } from '@/components/ui/icon'
import type { ActivityEntry, ShownEvent } from '@/lib/activity/activity-entry'
import { addDays, bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'

/**
 * The lines that have a word. `names` are those of other holders, by their id; what somebody did whose name is gone is
 * left out, as on the permission's own page. `accounts` are those that the customer holds, by name; `somebody` stands for
 * another holder who has no name any more.
 */
export function toActivityLines({ entries, names, accounts, somebody, now }: ToLines): ActivityLine[] {
  return entries.flatMap((entry) => {
    const said = 'counts' in entry ? sayBundle(entry, names, somebody) : sayEvent(entry, names, accounts)
    if (said === null) return []
    const { id, at, app } = entry
    const day = 'day' in entry ? entry.day : null
    return [{ ...said, id, at, day, app, href: hrefOf(entry, now) }]
  })
}

/** Everybody whose doing these lines tell of. */
export const othersIn = (entries: readonly ActivityEntry[]) =>
  entries.flatMap((entry) => ('counts' in entry ? entry.givenBy : entry.otherHolder) ?? [])

const sayBundle = ({ type, counts, givenBy }: Bundle, names: Names, somebody: string): Said => ({
  ...BUNDLE_WORDS[type],
  counts,
  name: givenBy === null ? null : (names.get(givenBy) ?? somebody),
  told: null,
  account: null,
  money: null,
  payee: null,
  theirs: givenBy !== null,
})

function sayEvent(entry: Decision, names: Names, accounts: Names): Said | null {
  const { type, otherHolder, told, accountId, funds, payment } = entry
  const name = otherHolder === null ? null : (names.get(otherHolder) ?? null)
  if (otherHolder !== null && name === null) return null
  const words = otherHolder === null ? WORDS[type] : OTHERS_WORDS[type]
  if (!words) return null
  const word = funds && otherHolder === null ? (FUNDS_WORDS[type] ?? words.word) : words.word
  return {
    word,
    icon: words.icon,
    name,
    told,
    account: accounts.get(accountId ?? '') ?? null,
    money: payment?.money ?? null,
    payee: payment?.payee ?? null,
    theirs: false,
    counts: null,
  }
}

/** To the payment; to the permission, and to its chart and calls of a day, as far back as a chart goes. */
function hrefOf(entry: ActivityEntry, now: Date): string | null {
  if ('payment' in entry && entry.payment) return `/payments/${entry.payment.id}`
  const { consentId } = entry
  const day = 'day' in entry ? entry.day : null
  if (consentId === null) return null
  const path = `/permissions/${consentId}`
  if (day === null) return path
  const today = bankDay(now, brand.timeZone)
  const days = [30, 90, 365].find((span) => day > addDays(today, -span))
  if (days === undefined) return path
  return `${path}?${days === 30 ? '' : `days=${days}&`}day=${day}#calls`
}

const WORDS: Record<ShownEvent, Word> = {
  'consent.approved': { word: 'allowed', icon: 'tick' },
  'consent.partially-approved': { word: 'allowed', icon: 'tick' },
  'consent.unconfirmed': { word: 'allowed', icon: 'tick' },
  'consent.awaits-holder': { word: 'awaitsYou', icon: 'hourglass' },
  'consent.lapsed': { word: 'lapsed', icon: 'ringLine' },
  'consent.refused': { word: 'declined', icon: 'ringCross' },
  'consent.revoked': { word: 'stoppedYou', icon: 'cross' },
  'consent.revoked-by-agent': { word: 'stoppedByAgent', icon: 'cross' },
  'mandate.used': { word: 'actedFor', icon: 'cross' },
  'protection.started': { word: 'toldChanged', icon: 'lock' },
  'protection.ended': { word: 'toldChanged', icon: 'lock' },
  'consent.revoked-by-staff': { word: 'stoppedForYou', icon: 'cross' },
  'consent.terminated': { word: 'stoppedTpp', icon: 'cross' },
  'consent.replaced': { word: 'replaced', icon: 'forward' },
  'consent.expired': { word: 'expired', icon: 'ringLine' },
  'consent.ended-by-bank': { word: 'stoppedBank', icon: 'cross' },
  'consent.account-dropped': { word: 'accountDropped', icon: 'account' },
  'consent.shortened': { word: 'shortened', icon: 'clock' },
  'consent.paused': { word: 'pausedYou', icon: 'pause' },
  'consent.resumed': { word: 'resumedYou', icon: 'forward' },
  'removal.asked': { word: 'removalAsked', icon: 'outward' },
  'removal.passed-on': { word: 'removalPassedOn', icon: 'forward' },
  'removal.letter-sent': { word: 'removalLetterSent', icon: 'outward' },
  'removal.received': { word: 'removalReceived', icon: 'tick' },
  'removal.undelivered': { word: 'removalUndelivered', icon: 'ringCross' },
  'removal.extended': { word: 'removalExtended', icon: 'clock' },
  'removal.answered': { word: 'removalAnswered', icon: 'tick' },
  'removal.reminded': { word: 'removalReminded', icon: 'clock' },
  'removal.overdue': { word: 'removalOverdue', icon: 'hourglass' },
  'erasure.requested': { word: 'erasureAsked', icon: 'outward' },
  'payment.approved': { word: 'paymentApproved', icon: 'tick' },
  'payment.refused': { word: 'paymentDeclined', icon: 'ringCross' },
  'payment.settled': { word: 'paymentPaid', icon: 'doubleTick' },
  'payment.failed': { word: 'paymentFailed', icon: 'ringCross' },
  'payment.looked-at': { word: 'staffLookedPayment', icon: 'eye' },
  'payment.cancelled': { word: 'paymentTakenBack', icon: 'cross' },
  'payment.cancelled-by-staff': { word: 'paymentTakenBackForYou', icon: 'cross' },
  'consent.looked-at': { word: 'staffLooked', icon: 'eye' },
  'tpp.renamed': { word: 'renamed', icon: 'info' },
  'tpp.paused': { word: 'paused', icon: 'pause' },
  'tpp.resumed': { word: 'resumed', icon: 'forward' },
  'tpp.end-announced': { word: 'endAnnounced', icon: 'clock' },
  'preference.never-stated': { word: 'neverStated', icon: 'lock' },
  'preference.never-withdrawn': { word: 'neverWithdrawn', icon: 'forward' },
  'identity.approved': { word: 'identityShared', icon: 'tick' },
  'identity.refused': { word: 'identityDeclined', icon: 'ringCross' },
  'psu.signed-in': { word: 'signedIn', icon: 'key' },
  'psu.signed-out': { word: 'signedOut', icon: 'outward' },
  'psu.authentication-failed': { word: 'signInFailed', icon: 'ringCross' },
  'authenticator.created': { word: 'passkeyAdded', icon: 'key' },
  'authenticator.renamed': { word: 'passkeyRenamed', icon: 'key' },
  'authenticator.removed': { word: 'passkeyRemoved', icon: 'key' },
  'authenticator.locked': { word: 'passkeyLocked', icon: 'lock' },
  'activation.used': { word: 'activationUsed', icon: 'lock' },
  'activation.reset': { word: 'accessReset', icon: 'key' },
  'recovery-codes.made': { word: 'codesMade', icon: 'lock' },
  'recovery.letter-issued': { word: 'letterIssued', icon: 'info' },
  'recovery.refused': { word: 'recoveryRefused', icon: 'ringCross' },
  'recovery.used': { word: 'recovered', icon: 'key' },
  'recovery.objected': { word: 'recoveryEnded', icon: 'cross' },
  'export.requested': { word: 'copyAsked', icon: 'outward' },
  'export.ready': { word: 'copyReady', icon: 'tick' },
  'export.fetched': { word: 'copyFetched', icon: 'outward' },
  'export.failed': { word: 'copyFailed', icon: 'ringCross' },
  'privacy.asked': { word: 'privacyAsked', icon: 'forward' },
  'privacy.answered': { word: 'privacyAnswered', icon: 'tick' },
}

const OTHERS_WORDS: Partial<Record<ShownEvent, Word>> = {
  'consent.approved': { word: 'allowedOther', icon: 'tick' },
  'consent.partially-approved': { word: 'allowedOther', icon: 'tick' },
  'consent.refused': { word: 'declinedOther', icon: 'ringCross' },
  'consent.revoked': { word: 'stoppedOther', icon: 'cross' },
  'consent.revoked-by-agent': { word: 'stoppedByAgent', icon: 'cross' },
  'consent.replaced': { word: 'renewedOther', icon: 'forward' },
  'consent.account-dropped': { word: 'accountDroppedOther', icon: 'account' },
  'consent.shortened': { word: 'shortenedOther', icon: 'clock' },
  'consent.paused': { word: 'pausedOther', icon: 'pause' },
  'consent.resumed': { word: 'resumedOther', icon: 'forward' },
  'removal.letter-sent': { word: 'removalLetterSentOther', icon: 'outward' },
}

/** Where nothing is looked at. */
const FUNDS_WORDS: Partial<Record<ShownEvent, ActivityWord>> = {
  'consent.approved': 'allowedFunds',
  'consent.partially-approved': 'allowedFunds',
  'consent.unconfirmed': 'allowedFunds',
  'consent.revoked': 'stoppedFunds',
}

const BUNDLE_WORDS = {
  looks: { word: 'looks', icon: 'eye' },
  refused: { word: 'refused', icon: 'ringCross' },
  asked: { word: 'asked', icon: 'info' },
  askedRefused: { word: 'askedRefused', icon: 'ringCross' },
} as const satisfies Record<Bundle['type'], Word>

type Word = { word: ActivityWord; icon: IconName }
type Said = Pick<
  ActivityLine,
  'word' | 'icon' | 'name' | 'told' | 'account' | 'money' | 'payee' | 'theirs' | 'counts'
>
type Bundle = Extract<ActivityEntry, { counts: unknown }>
type Decision = Exclude<ActivityEntry, { counts: unknown }>
type ToLines = {
  entries: readonly ActivityEntry[]
  names: Names
  accounts: Names
  somebody: string
  now: Date
}
type Names = ReadonlyMap<string, string>
