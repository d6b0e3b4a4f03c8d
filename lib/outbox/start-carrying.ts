import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { log } from '@/lib/log'

const LOOK_MILLIS = 1_000
const AFTER_FAULT_MILLIS = 5_000

/**
 * Carries out what is due, for as long as this process runs; any number of processes may. It looks once a second instead of
 * waiting for a job: a queue of jobs that a killed process had locked stays locked for hours, a lease for seconds. `take` leases
 * at most `room` of what is due and says whether it found anything to do; `carry` settles one, and what it throws is logged as
 * `unsettled`, under the names of `about`.
 */
export function startCarrying<T>(courier: StartCarrying<T>): Courier {
  const { lookMillis = LOOK_MILLIS, what } = courier
  const ending = new AbortController()
  const underWay = new Set<Promise<void>>()
  const carryOn = async () => {
    while (!ending.signal.aborted) {
      const wait = await takeWhatIsDue(courier, underWay).then(
        (found) => (found ? 0 : lookMillis),
        (thrown) => {
          log.error({ err: thrown }, `The courier could not look for ${what}`)
          return AFTER_FAULT_MILLIS
        },
      )
      // Who has just been told makes room for the next of the same receiver.
      if (wait > 0) await Promise.race([rest(wait, ending.signal), ...underWay])
    }
  }
  const carrying = carryOn()
  return {
    stop: async () => {
      ending.abort()
      await carrying
      await Promise.all(underWay)
    },
  }
}

const rest = (millis: number, signal: AbortSignal) =>
  pause(millis, undefined, { signal, ref: false }).catch(() => undefined)

async function takeWhatIsDue<T>(
  { atOnce, take, carry, about, unsettled }: StartCarrying<T>,
  underWay: Set<Promise<void>>,
): Promise<boolean> {
  const { found, due } = await take(atOnce - underWay.size)
  for (const one of due) {
    const carried: Promise<void> = carry(one)
      .catch((thrown) => log.error({ err: thrown, ...about(one) }, unsettled))
      .finally(() => underWay.delete(carried))
    underWay.add(carried)
  }
  return found
}

/** `stop` takes no more, and waits for what is under way: seconds at most. */
export type Courier = { stop: () => Promise<void> }

type StartCarrying<T> = {
  /** What it looks for, in the plural, for the log. */
  what: string
  atOnce: number
  lookMillis?: number | undefined
  take: (room: number) => Promise<{ found: boolean; due: readonly T[] }>
  carry: (one: T) => Promise<void>
  about: (one: T) => object
  unsettled: string
}
