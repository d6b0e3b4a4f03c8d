import { z } from 'zod'
import { refuseConsent } from '@/lib/consent/refuse-consent'
import { Refusal } from '@/lib/errors'
import { customerForm } from '@/lib/session/customer-form'
import { openWaiting } from '../waiting-request'

/** A holder who is still needed says no, in one tap: nothing is shared, and nobody else is asked. */
export const POST = customerForm(z.strictObject({}), async ({ customer, params, now, requestId }) => {
  const { waiting } = await openWaiting(params.consentId, now)
  if (waiting.request.status !== 'partiallyAuthorised') throw new Refusal('already_decided')
  const { consentId, tppId } = waiting
  const { psuId } = customer
  await refuseConsent({ consentId, tppId, psuId, requestId, alongside: async () => undefined })
  return '/?tab=ended'
})
