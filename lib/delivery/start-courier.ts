import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { log } from '@/lib/log'
import { deliver } from './deliver'
import { takeDue } from './take-due'

const LOOK_MILLIS = 1_000
const AFTER_FAULT_MILLIS = 5_000
const AT_ONCE = 20

/**
 * Delivers what is due, for as long as this process runs; any number of processes may. It looks once a second instead of
 * waiting for a job: a queue of jobs that a killed process had locked stays locked for hours, a lease for seconds.
 */
export function startCourier({ lookMillis = LOOK_MILLIS } = {}): Courier {
  const ending = new AbortController()
  const underWay = new Set<Promise<void>>()
  const carry = async () => {
    while (!ending.signal.aborted) {
      const wait = await take(underWay).then(
        (taken) => (taken === 0 ? lookMillis : 0),
        (thrown) => {
          log.error({ err: thrown }, 'The courier could not look for messages')
          return AFTER_FAULT_MILLIS
        },
      )
      // Who has just been told makes room for the next of the same third party.
      if (wait > 0) await Promise.race([rest(wait, ending.signal), ...underWay])
    }
  }
  const carrying = carry()
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

async function take(underWay: Set<Promise<void>>): Promise<number> {
  const room = AT_ONCE - underWay.size
  const taken = room > 0 ? await takeDue(room) : []
  for (const delivery of taken) {
    const sending: Promise<void> = deliver(delivery)
      .catch((thrown) =>
        log.error({ err: thrown, deliveryId: delivery.id }, 'A message could not be settled'),
      )
      .finally(() => underWay.delete(sending))
    underWay.add(sending)
  }
  return taken.length
}

/** `stop` takes no more, and waits for what is under way: seconds at most. */
export type Courier = { stop: () => Promise<void> }
