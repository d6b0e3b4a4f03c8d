import { BALANCES, EVERYTHING, type Looks, type SeededPermission, TRANSACTIONS } from './permission'
import { PERSONAS } from './personas'
import type { ThirdPartyKey } from './third-parties'

const { accounts } = PERSONAS.freja

/** What became of a permission, how many days before the next of the same third party it was asked for, and for how long. */
const ENDINGS = {
  expired: { before: 186, days: 180, recurring: true },
  replaced: { before: 168, days: 180, recurring: true },
  stopped: { before: 96, days: 180, recurring: true, endedAfter: 61 },
  terminated: { before: 118, days: 180, recurring: true, endedAfter: 83 },
  rejected: { before: 22, days: 180, recurring: true },
  once: { before: 31, days: 1, recurring: false },
  // How the newest may stand: `before` counts from today.
  active: { before: 58, days: 180, recurring: true },
  expiring: { before: 171, days: 180, recurring: true },
  unused: { before: 128, days: 180, recurring: true },
  held: { before: 74, days: 180, recurring: true },
  waiting: { before: 0, days: 180, recurring: true },
} as const

/** The permissions she gave to one third party after another, oldest first: every state over two years. */
const CHAINS: readonly Chain[] = [
  ['saldo', 'expired', 'expired', 'replaced', 'stopped', 'once', 'active'],
  ['bogforing', 'rejected', 'expired', 'replaced', 'expiring'],
  ['huslan', 'stopped', 'rejected', 'terminated', 'once', 'active'],
  ['kvitto', 'expired', 'expired', 'stopped', 'unused'],
  ['fintrack', 'terminated', 'stopped', 'replaced', 'replaced', 'active'],
  ['budgetto', 'expired', 'once', 'rejected', 'expired', 'stopped'],
  ['formuekort', 'once', 'replaced', 'expired', 'terminated', 'held'],
  ['lanetjek', 'once', 'rejected', 'once', 'once', 'rejected', 'once'],
  ['prisvagt', 'expired', 'terminated', 'expired', 'waiting'],
  ['aeriko', 'stopped', 'replaced', 'stopped', 'expiring'],
]

const CHOICES = [
  { accounts: [accounts.everyday], rights: EVERYTHING },
  { accounts: [accounts.everyday, accounts.holiday], rights: TRANSACTIONS },
  { accounts: [accounts.everyday, accounts.kroner], rights: EVERYTHING },
  { accounts: [accounts.holiday], rights: BALANCES },
]

export const PERMISSIONS_OF_FREJA: readonly SeededPermission[] = CHAINS.flatMap(([tpp, ...links], place) => {
  let askedDaysAgo = 0
  const newestFirst = links.toReversed().map((ending, index): SeededPermission => {
    // A few days apart from one third party to the next: nobody answers ten requests in one evening.
    askedDaysAgo += ENDINGS[ending].before + (index === 0 && ending !== 'waiting' ? place : 0)
    const choice = CHOICES[(place + index) % CHOICES.length] ?? { accounts: [], rights: EVERYTHING }
    const { days, recurring } = ENDINGS[ending]
    const key = keyOf(tpp, links.length - index)
    const newer = keyOf(tpp, links.length - index + 1)
    const model = (place + index) % 2 === 0 ? 'bankOffered' : 'detailed'
    const told = { key, tpp, askedDaysAgo, days, recurring, model, ...choice } as const
    const outcome = outcomeOf(ending, askedDaysAgo, newer)
    const hold = ending === 'held' ? { hold: { daysAgo: 9, reason: 'certificate' } } : {}
    return { psu: 'freja', ...told, outcome, ...hold, looks: looksOf(ending, askedDaysAgo) }
  })
  return newestFirst.toReversed()
})

function keyOf(tpp: ThirdPartyKey, place: number): string {
  return `freja:${tpp}:${place}`
}

function outcomeOf(ending: Ending, askedDaysAgo: number, newer: string): SeededPermission['outcome'] {
  switch (ending) {
    case 'stopped':
      return { status: 'revokedByPsu', daysAgo: askedDaysAgo - ENDINGS.stopped.endedAfter }
    case 'terminated':
      return { status: 'terminatedByTpp', daysAgo: askedDaysAgo - ENDINGS.terminated.endedAfter }
    case 'replaced':
      return { status: 'replaced', by: newer }
    case 'once':
    case 'expired':
      return { status: 'expired' }
    case 'rejected':
      return { status: 'rejected' }
    case 'waiting':
      return { status: 'received' }
    default:
      return { status: 'valid' }
  }
}

function looksOf(ending: Ending, askedDaysAgo: number): Looks {
  switch (ending) {
    // What was allowed once was read once, right away.
    case 'once':
    case 'rejected':
    case 'waiting':
      return { days: 0, away: 0, present: 0 }
    case 'unused':
      return { untilDaysAgo: 71, days: 30, away: 40, present: 10 }
    case 'held':
      return {
        untilDaysAgo: 10,
        days: 40,
        away: 75,
        present: 10,
        refused: { daysAgo: [9, 8, 7, 3], code: 'CONSENT_INVALID' },
      }
    case 'stopped': {
      const last = askedDaysAgo - ENDINGS.stopped.endedAfter
      const refused = { daysAgo: [last - 1, last - 2].filter((days) => days > 0), code: 'CONSENT_INVALID' }
      return { untilDaysAgo: last, days: 16, away: 70, present: 15, refused }
    }
    case 'active':
    case 'expiring':
      return { days: 45, away: 80, runs: 2, present: 20, tooOften: { daysAgo: 6 } }
    default:
      return { days: 16, away: 60, present: 15 }
  }
}

type Ending = keyof typeof ENDINGS
type Chain = [tpp: ThirdPartyKey, ...links: Ending[]]
