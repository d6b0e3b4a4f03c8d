import type { ApproveConsent } from '@/lib/consent/approve-consent'
import { markDecided, type PendingInteraction, prepareGrant } from '@/lib/oauth/interaction'
import type { PendingRedirect } from '@/lib/redirect/find-redirect'
import { markRedirect } from '@/lib/redirect/mark-redirect'
import { refusalCode } from '@/lib/redirect/refusal-code'
import { giveReturnCode, newReturnCode } from '@/lib/redirect/return-code'

/**
 * What a yes needs of the door that the customer came by. OAuth: a grant, adopted by the very decision. A plain redirect:
 * a code that the third party has to bring back, which `finish` gives to this browser once the decision stands.
 */
export async function allowing({ pending, psuId, recordHash, now }: Allowing): Promise<Allowed> {
  if (isPlain(pending)) {
    const code = newReturnCode(now)
    return {
      grantId: null,
      confirmation: code.confirmation,
      alongside: (tx, at) => markRedirect(tx, { uid: pending.uid, decision: 'allowed', psuId, at }),
      finish: () => giveReturnCode(pending.uid, code),
    }
  }
  const { grantId } = await prepareGrant(pending, psuId)
  return {
    grantId,
    confirmation: null,
    alongside: (tx, at) => markDecided(tx, pending, 'allowed', psuId, grantId, at, recordHash),
    finish: async () => undefined,
  }
}

/** What a no leaves at the door, in the transaction that decides; `finish` lets this browser, and no other, be sent on. */
export function refusing(pending: Pending, psuId: string | null): Pick<Allowed, 'alongside' | 'finish'> {
  const { uid } = pending
  if (isPlain(pending))
    return {
      alongside: (tx, at) => markRedirect(tx, { uid, decision: 'refused', psuId, at }),
      finish: async () => giveReturnCode(uid, { code: await refusalCode(uid) }),
    }
  return {
    alongside: (tx, at) => markDecided(tx, pending, 'refused', psuId, null, at),
    finish: async () => undefined,
  }
}

const isPlain = (pending: Pending): pending is PendingRedirect => 'authorisationId' in pending

export type Pending = PendingInteraction | PendingRedirect
type Allowing = { pending: Pending; psuId: string; recordHash: Buffer | null; now: Date }
type Allowed = Pick<ApproveConsent, 'grantId' | 'alongside'> & {
  confirmation: NonNullable<ApproveConsent['confirmation']> | null
  finish: () => Promise<void>
}
