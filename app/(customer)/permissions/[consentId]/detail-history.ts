import type { HistoryEntry } from '@/components/consent/history-list'
import type { EventType } from '@/lib/audit/event-catalogue'
import type { ConsentEvent } from '@/lib/consent/find-consent-events'
import type { Permission } from '@/lib/consent/find-permissions'
import { endOf } from '@/lib/consent/permission-state'
import type { Account } from '@/lib/core-banking/account'
import { type FormerName, nameAt } from '@/lib/tpp/former-names'
import { namesOf } from '../../account-names'

/**
 * The events that have a word. A yes is one line: the trail holds one more where it had to be confirmed by the third
 * party or by another holder. What ran out is told when it did, and not when a job came to write it down.
 */
export function toHistory({ permission, events, holders, accounts, formerNames }: ToHistory): HistoryEntry[] {
  const nameOf = namesOf(accounts)
  const said = events.flatMap(({ id, at, type, otherHolder, reason, accountId }) => {
    const kind = otherHolder === null ? ownWord(type, permission) : OTHERS_WORDS[type]
    const name = otherHolder === null ? undefined : holders.get(otherHolder)
    if (!kind || (otherHolder !== null && name === undefined)) return []
    const when = type === 'consent.expired' ? endOf(permission) : at
    const tpp = nameAt(formerNames, at, permission.tpp.brand)
    const account = accountId === null ? undefined : nameOf.get(accountId)
    return [{ id, at: when.toISOString(), tpp, name, kind, reason, account }]
  })
  const isYes = ({ kind, name }: HistoryEntry) =>
    name === undefined && (kind === 'allowed' || kind === 'allowedFunds')
  // Newest first: the first yes is the last of its kind in the list.
  const first = said.findLastIndex(isYes)
  return said.filter((entry, index) => !isYes(entry) || index === first)
}

const EVENT_WORDS: Partial<Record<EventType, HistoryEntry['kind']>> = {
  'consent.approved': 'allowed',
  'consent.partially-approved': 'allowed',
  'consent.unconfirmed': 'allowed',
  'consent.lapsed': 'expired',
  'consent.refused': 'declined',
  'consent.revoked': 'stoppedYou',
  'consent.revoked-by-staff': 'stoppedForYou',
  'consent.account-dropped': 'accountDropped',
  'consent.shortened': 'shortened',
  'consent.paused': 'pausedYou',
  'consent.resumed': 'resumedYou',
  'consent.terminated': 'stoppedTpp',
  'consent.replaced': 'replaced',
  'consent.expired': 'expired',
  'consent.ended-by-bank': 'stoppedBank',
  'consent.looked-at': 'staffLooked',
  'tpp.renamed': 'renamed',
  'tpp.paused': 'paused',
  'tpp.resumed': 'resumed',
  'tpp.end-announced': 'endAnnounced',
}

const OTHERS_WORDS: Partial<Record<EventType, HistoryEntry['kind']>> = {
  'consent.approved': 'allowedOther',
  'consent.partially-approved': 'allowedOther',
  'consent.refused': 'declinedOther',
  'consent.revoked': 'stoppedOther',
  'consent.revoked-by-agent': 'stoppedByAgent',
  'consent.replaced': 'renewedOther',
  'consent.account-dropped': 'accountDroppedOther',
  'consent.shortened': 'shortenedOther',
  'consent.paused': 'pausedOther',
  'consent.resumed': 'resumedOther',
}

/** Where nothing is looked at, and where an end is no running out. */
const FUNDS_WORDS: Partial<Record<EventType, HistoryEntry['kind']>> = {
  'consent.approved': 'allowedFunds',
  'consent.partially-approved': 'allowedFunds',
  'consent.unconfirmed': 'allowedFunds',
  'consent.revoked': 'stoppedFunds',
}

function ownWord(type: EventType, { kind, state }: Permission): HistoryEntry['kind'] | undefined {
  if (type === 'consent.expired' && state === 'used-once') return 'usedOnce'
  return (kind === 'fundsConfirmation' ? FUNDS_WORDS[type] : undefined) ?? EVENT_WORDS[type]
}

type ToHistory = {
  permission: Permission
  events: readonly ConsentEvent[]
  /** The names of other holders who decided something, by their id. */
  holders: ReadonlyMap<string, string>
  accounts: Account[]
  /** What the third party was called before, the oldest first. */
  formerNames: readonly FormerName[]
}
