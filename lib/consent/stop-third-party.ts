import 'server-only'
import { eq } from 'drizzle-orm'
import { consents } from '@/db/schema/consents'
import { type Alongside, type Stopped, stopEach } from './stop-each'

/**
 * Stops everything that the customer shares with one third party, in one transaction: all of it has ended, or none.
 * Repeating it changes nothing.
 */
export function stopThirdParty({ tppId, ...stop }: StopThirdParty): Promise<Stopped> {
  return stopEach({ ...stop, which: eq(consents.tppId, tppId) })
}

type StopThirdParty = {
  psuId: string
  tppId: string
  requestId: string | null
  alongside?: Alongside | undefined
}
