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
  counts: { present: number; away: number; failed: number; times: number } | null
  href: string | null
}

/** What the sentence of a line needs. */
export function valuesOf({ app, name, told, counts }: ActivityLine) {
  const { present, away, failed, times } = counts ?? { present: 0, away: 0, failed: 0, times: 0 }
  const looks = present + away
  const who = looks === 0 ? 'none' : away === 0 ? 'you' : present === 0 ? 'away' : 'both'
  return { tpp: app ?? '', name: name ?? '', told: told ?? '', looks, present, who, failed, times }
}
