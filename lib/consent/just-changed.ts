import { JUST_MILLIS } from '@/lib/psu/just-done'
import type { ConsentEvent } from './find-consent-events'

/** What the page of changes may say was done, and the event that it left. */
const DONE = {
  dropped: 'consent.account-dropped',
  shortened: 'consent.shortened',
  paused: 'consent.paused',
  resumed: 'consent.resumed',
} as const

/**
 * What an address says was changed, where the trail has it of this moment and of this customer; that nothing was changed, only
 * where it has nothing. A link by itself must not calm anybody.
 */
export function justChanged(said: string | undefined, { events, now }: JustChanged): Changed | null {
  const own = events.filter(
    ({ at, otherHolder }) => otherHolder === null && at.getTime() > now.getTime() - JUST_MILLIS,
  )
  const was = (word: keyof typeof DONE) => own.some(({ type }) => type === DONE[word])
  const words = Object.keys(DONE) as (keyof typeof DONE)[]
  if (said === 'unchanged') return words.some(was) ? null : 'unchanged'
  return words.find((word) => word === said && was(word)) ?? null
}

type Changed = keyof typeof DONE | 'unchanged'
type JustChanged = { events: readonly Pick<ConsentEvent, 'at' | 'type' | 'otherHolder'>[]; now: Date }
