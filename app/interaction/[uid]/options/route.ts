import { z } from 'zod'
import { challengeOf, newNonce } from '@/lib/consent/consent-record'
import { namedAccounts } from '@/lib/consent/record-of-request'
import { Refusal } from '@/lib/errors'
import { coolsUntil } from '@/lib/psu/cool-down'
import { createAssertionChallenge } from '@/lib/sca/create-assertion-challenge'
import { ceremony } from '@/lib/session/ceremony'
import { findCustomer } from '@/lib/session/customer'
import { Choice } from '../choice'
import { pickedOrAnew } from '../lost-account'
import { bindingOf, openRequest, requireShown } from '../open-request'
import { shownRecord } from '../shown-record'

/**
 * Options for the passkey that signs this decision, fetched on the click: the challenge holds the hash of the very
 * record the page shows. Where the third party named the accounts nobody is identified yet; where the customer picks,
 * only their own passkeys are asked, and none where an account was lost meanwhile: the page is drawn anew.
 */
export const POST = ceremony(z.strictObject({ fields: Choice }), async ({ input, params, now }) => {
  const uid = params.uid ?? ''
  const { request } = await openRequest(uid, now)
  const common = { purpose: 'approve', binding: bindingOf(uid), now } as const
  if (!request) return createAssertionChallenge(common)
  await requireShown(request, input.fields)
  const picking = request.model !== 'detailed'
  const customer = picking ? await findCustomer() : null
  if (picking && !customer) throw new Refusal('session_ended')
  // The names of the customer's other passkeys are not for whoever has just got back in: they could be locked by them.
  if (customer && (await coolsUntil({ ...customer, now }))) throw new Refusal('cooling_down')
  const { accountIds } = input.fields
  const picked = customer ? await pickedOrAnew(uid, { request, psuId: customer.psuId, accountIds }) : null
  if (picked && 'anew' in picked) return { location: picked.anew }
  const named = namedAccounts(request)
  const record = await shownRecord({
    request,
    psuId: customer?.psuId ?? null,
    chosen: picked ?? { recorded: named, offered: named.length },
  })
  return createAssertionChallenge({
    ...common,
    ...challengeOf(newNonce(), record),
    ...(customer ? { psuId: customer.psuId } : {}),
  })
})
