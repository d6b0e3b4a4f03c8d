import { z } from 'zod'
import { stopForPrincipal } from '@/lib/consent/stop-for-principal'
import { Refusal } from '@/lib/errors'
import { customerForm } from '@/lib/session/customer-form'

const Ids = z.strictObject({ principalId: z.uuid(), consentId: z.uuid() })

/**
 * Stops for somebody else. A public endpoint: the wrapper checks session and origin, the ledger the mandate, and the statement
 * what that reaches.
 */
export const POST = customerForm(z.strictObject({}), async ({ customer: { psuId }, params, requestId }) => {
  const { data: ids } = Ids.safeParse(params)
  if (!ids) throw new Refusal('consent_unknown')
  await stopForPrincipal({ ...ids, agentId: psuId, requestId })
  return `/people/${ids.principalId}?stopped=${ids.consentId}`
})
