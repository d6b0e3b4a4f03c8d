import 'server-only'
import { database } from '@/db/connection'
import { moveAuthorisation } from '@/lib/consent/move-authorisation'
import { beginJourney } from '@/lib/oauth/measure-journey'
import { findRedirect } from './find-redirect'

/** A customer has opened the link of a plain redirect: its authorisation is `started`, once. */
export async function openRedirect(uid: string, now: Date): Promise<void> {
  const found = await findRedirect(uid, now)
  if (!('pending' in found) || found.pending.scaStatus !== 'received') return
  const { authorisationId, consentId, tppId } = found.pending
  const decision = { at: now, consentId, psuId: null, tppId, actor: 'anonymous' as const, requestId: null }
  const also = { interactionUid: uid }
  await database().transaction((tx) =>
    moveAuthorisation(tx, { authorisationId, to: 'started', also, decision }),
  )
  await beginJourney(uid, tppId, now)
}
