import { z } from 'zod'
import { Confirmed, requireConfirmed } from '@/lib/consent/confirm-sharing'
import { challengeOf, newNonce } from '@/lib/consent/consent-record'
import { noteAnswering } from '@/lib/consent/note-answering'
import { Refusal } from '@/lib/errors'
import { coolsUntil } from '@/lib/psu/cool-down'
import { createAssertionChallenge } from '@/lib/sca/create-assertion-challenge'
import { ceremony } from '@/lib/session/ceremony'
import { bindingOf, openWaiting, recordOfWaiting } from '../waiting-request'

const Asked = z.strictObject({ fields: z.strictObject({ confirmed: Confirmed }) })

/** Options for the passkey of the holder who is still needed: the challenge holds the hash of what the page shows. */
export const POST = ceremony(Asked, async ({ input, params, now }) => {
  requireConfirmed(input.fields.confirmed)
  const { customer, waiting } = await openWaiting(params.consentId, now)
  // The names of the customer's other passkeys are not for whoever has just got back in: they could be locked by them.
  if (await coolsUntil({ ...customer, now })) throw new Refusal('cooling_down')
  await noteAnswering({ waiting, psuId: customer.psuId, to: 'started', at: now })
  return createAssertionChallenge({
    purpose: 'approve',
    binding: bindingOf(waiting.consentId),
    psuId: customer.psuId,
    now,
    ...challengeOf(newNonce(), await recordOfWaiting(waiting)),
  })
})
