import type { Formats, Money } from '@/components/format'
import type { IconName } from '@/components/ui/icon'
import type messages from '@/messages/en.json'

/** A sentence about what happened: its message. */
export type ActivityWord = keyof (typeof messages)['activity']['said']

/** One line of what happened. `at` is exact; `day` is set where it bundles what happened on that day of the bank. */
export type ActivityLine = {
  id: string
  at: string
  day: string | null
  word: ActivityWord
  icon: IconName
  app: string | null
  /** Another holder's. */
  name: string | null
  /** Somebody's own words, or what something is called. */
  told: string | null
  /** Of a payment: how much, and to whom. */
  money: Money | null
  payee: string | null
  /** The account that was taken back, where its name is known. */
  account: string | null
  /** The counted uses of the app are another holder's, whose `name` it is. */
  theirs: boolean
  counts: { present: number; away: number; failed: number; times: number } | null
  href: string | null
}

/** What the sentence of a line needs; `moneyWords` is how the page writes an amount. */
export function valuesOf(line: ActivityLine, moneyWords: Formats['money']) {
  const { app, name, told, account, theirs, counts, money, payee } = line
  const { present, away, failed, times } = counts ?? { present: 0, away: 0, failed: 0, times: 0 }
  const looks = present + away
  const [alone, some, none] = theirs ? OTHERS : OWN
  const who = looks === 0 ? 'none' : away === 0 ? alone : present === 0 ? none : some
  const taken = { account: account ?? '', known: account === null ? 'no' : 'yes' }
  const paid = { amount: money ? moneyWords(money) : '', payee: payee ?? '' }
  return {
    ...paid,
    tpp: app ?? '',
    withApp: app === null ? 'no' : 'yes',
    name: name ?? '',
    told: told ?? '',
    looks,
    present,
    who,
    failed,
    times,
    ...taken,
  }
}

const OWN = ['you', 'both', 'away'] as const
const OTHERS = ['theirs', 'bothTheirs', 'nobody'] as const
