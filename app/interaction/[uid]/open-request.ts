import { type ConsentRequestView, findConsentRequest } from '@/lib/consent/find-consent-request'
import { Refusal } from '@/lib/errors'
import { findInteraction, type PendingInteraction } from '@/lib/oauth/interaction'

/** The pending request of this browser with the consent it is about; `request` is null where only identity is asked. */
export async function openRequest(uid: string, now: Date): Promise<OpenRequest> {
  const found = await findInteraction(uid, now)
  if (!('pending' in found))
    throw new Refusal(found.ended.reason === 'answered' ? 'already_decided' : 'interaction_ended')
  const { pending } = found
  if (pending.consentId === null) return { pending, request: null }
  const request = await findConsentRequest({ consentId: pending.consentId, tppId: pending.tppId, now })
  if (!request) throw new Refusal('interaction_ended')
  if (request.status !== 'received' && request.status !== 'partiallyAuthorised')
    throw new Refusal('already_decided')
  return { pending, request }
}

/** To which request a passkey's answer is bound. */
export const bindingOf = (uid: string) => `interaction:${uid}`

export type OpenRequest =
  | { pending: PendingInteraction; request: ConsentRequestView }
  | { pending: PendingInteraction; request: null }
