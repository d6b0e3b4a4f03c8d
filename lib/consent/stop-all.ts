import 'server-only'
import { type Stopped, stopEach } from './stop-each'

/** Stops everything that the customer shares with anybody, in one transaction. Repeating it changes nothing. */
export function stopAll(stop: { psuId: string; requestId: string | null }): Promise<Stopped> {
  return stopEach(stop)
}
