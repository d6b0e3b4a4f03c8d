import { getLocale } from 'next-intl/server'
import type { z } from 'zod'
import { brand } from '@/lib/brand'
import { requireConfirmed } from '@/lib/consent/confirm-sharing'
import { type ConsentRequestView, findConsentRequest } from '@/lib/consent/find-consent-request'
import { shownDigest } from '@/lib/consent/record-of-request'
import { Refusal, type RefusalCode } from '@/lib/errors'
import type { EndedInteraction } from '@/lib/oauth/interaction'
import type { Choice } from './choice'
import type { Pending } from './deciding'
import { findRequest } from './find-request'

/** The pending request of this browser with the consent it is about; `request` is null where only identity is asked. */
export async function openRequest(uid: string, now: Date): Promise<OpenRequest> {
  const found = await findRequest(uid, now)
  if (!('pending' in found)) throw new Refusal(REFUSALS[found.ended.reason])
  const { pending } = found
  const { consentId, tppId } = pending
  if (consentId === null) return { pending, request: null }
  const request = await findConsentRequest({ consentId, tppId, now })
  if (!request) throw new Refusal('interaction_ended')
  // A second holder is asked on the dashboard, not by way of the third party.
  if (request.status !== 'received') throw new Refusal('already_decided')
  return { pending, request }
}

/** The digest of the page as it would be drawn now. */
export const shownNow = async (request: ConsentRequestView) =>
  shownDigest({ request, bank: brand.name, locale: await getLocale() })

/** The page that is answered must be the one that would be drawn now, its sentence ticked. Throws `request_changed`. */
export async function requireShown(
  request: ConsentRequestView,
  { shown, confirmed }: Answered,
): Promise<void> {
  if (shown !== (await shownNow(request))) throw new Refusal('request_changed')
  requireConfirmed(confirmed)
}

const REFUSALS = {
  unknown: 'interaction_ended',
  expired: 'interaction_ended',
  answered: 'already_decided',
  paused: 'certificate_blocked',
} as const satisfies Record<EndedInteraction['reason'], RefusalCode>

/** To which request a passkey's answer is bound. */
export const bindingOf = (uid: string) => `interaction:${uid}`

type Answered = Pick<z.infer<typeof Choice>, 'shown' | 'confirmed'>

export type OpenRequest =
  | { pending: Pending; request: ConsentRequestView }
  | { pending: Pending; request: null }
