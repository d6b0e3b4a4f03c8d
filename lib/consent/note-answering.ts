import 'server-only'
import { database } from '@/db/connection'
import type { WaitingConsent } from './find-waiting-consent'
import { moveAuthorisation } from './move-authorisation'

/**
 * How far the holder who is still needed has come: signed in at their own authorisation's page (`psuAuthenticated`), then
 * asked for their passkey (`started`). Noted once each; a page that is opened again changes nothing.
 */
export async function noteAnswering({ waiting, psuId, to, at }: NoteAnswering): Promise<void> {
  const { consentId, tppId, authorisationId } = waiting
  const decision = { at, consentId, psuId, tppId, actor: `psu:${psuId}` as const, requestId: null }
  await database().transaction((tx) => moveAuthorisation(tx, { authorisationId, to, decision }))
}

type NoteAnswering = {
  waiting: WaitingConsent
  psuId: string
  to: 'psuAuthenticated' | 'started'
  at: Date
}
