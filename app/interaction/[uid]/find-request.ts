import type { FoundInteraction } from '@/lib/oauth/interaction'
import { type FinishedInteraction, findInteraction, finishInteraction } from '@/lib/oauth/interaction'
import { type FoundRedirect, findRedirect } from '@/lib/redirect/find-redirect'
import { finishRedirect } from '@/lib/redirect/finish-redirect'
import { isRedirectUid } from '@/lib/redirect/make-link'
import { openRedirect } from '@/lib/redirect/open-redirect'
import { readReturnCode } from '@/lib/redirect/return-code'

/** The request behind an address, whichever way the customer came: by the OAuth door or by a plain redirect. */
export function findRequest(uid: string, now: Date): Promise<FoundInteraction | FoundRedirect> {
  return isRedirectUid(uid) ? findRedirect(uid, now) : findInteraction(uid, now)
}

/** The customer's page is drawn: the OAuth door has noted that by itself, for a plain redirect it is noted here. */
export async function noteOpened(uid: string, now: Date): Promise<void> {
  if (isRedirectUid(uid)) await openRedirect(uid, now)
}

/** Where to send this browser after its answer, or null where it has none to go on with. */
export async function finishRequest(uid: string, now: Date): Promise<FinishedInteraction | null> {
  return isRedirectUid(uid)
    ? finishRedirect({ uid, code: await readReturnCode(uid), now })
    : finishInteraction(uid)
}
