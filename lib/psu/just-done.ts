import type { SecurityEvent, SecurityEventType } from './find-security-events'

/** For so long a page that is loaded again may still say what was done on it. */
export const JUST_MILLIS = 5 * 60_000

/** What the page on security may say was done, and the event that it left. */
const DONE = {
  created: 'authenticator.created',
  renamed: 'authenticator.renamed',
  removed: 'authenticator.removed',
  ended: 'psu.signed-out',
  codesKept: 'recovery-codes.made',
  objected: 'recovery.objected',
} as const satisfies Record<string, SecurityEventType>

/** What an address says was done, where the trail has it of this moment: a link by itself must not calm anybody. */
export function justDone(said: string | undefined, { events, now }: JustDone): Done | null {
  const word = (Object.keys(DONE) as Done[]).find((one) => one === said)
  if (!word) return null
  const since = now.getTime() - JUST_MILLIS
  const done = events.some(
    ({ type, at, other }) => type === DONE[word] && at.getTime() > since && (word !== 'ended' || other),
  )
  return done ? word : null
}

type Done = keyof typeof DONE
type JustDone = { events: readonly SecurityEvent[]; now: Date }
