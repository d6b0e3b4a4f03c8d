import { z } from 'zod'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { Refusal } from '@/lib/errors'
import { customerForm } from '@/lib/session/customer-form'

/** Stops sharing. A public endpoint: the wrapper checks session and origin, the statement checks ownership. */
export const POST = customerForm(z.strictObject({}), async ({ customer, params, requestId }) => {
  const { data: consentId } = z.uuid().safeParse(params.consentId)
  if (!consentId) throw new Refusal('consent_unknown')
  await revokeConsent({ consentId, psuId: customer.psuId, requestId })
  return `/permissions/${consentId}?stopped#stopped`
})
