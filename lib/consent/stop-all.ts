import 'server-only'
import { type Alongside, type Stopped, stopEach } from './stop-each'

/** Stops everything that the customer shares with anybody, in one transaction. Repeating it changes nothing. */
export function stopAll(stop: StopAll): Promise<Stopped> {
  return stopEach(stop)
}

type StopAll = { psuId: string; requestId: string | null; alongside?: Alongside | undefined }
