import { z } from 'zod'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { customerForm } from '@/lib/session/customer-form'

/** Stops sharing. A public endpoint: the wrapper checks session and origin, the statement checks ownership. */
export const POST = customerForm(z.strictObject({}), async ({ customer, params, requestId }) => {
  const consentId = z.uuid().parse(params.consentId)
  await revokeConsent({ consentId, psuId: customer.psuId, requestId })
  return `/permissions/${consentId}?stopped`
})
