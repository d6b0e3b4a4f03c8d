import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { noteLetterSent } from '@/lib/removal/note-passed-on'
import { customerForm } from '@/lib/session/customer-form'

/** The letter is on its way. A public endpoint: the wrapper checks session and origin, the statement checks ownership. */
export const POST = customerForm(z.strictObject({}), async ({ customer, params, requestId }) => {
  const { data: removalId } = z.uuid().safeParse(params.removalId)
  if (!removalId) throw new Refusal('resource_unknown')
  await noteLetterSent({ removalId, psuId: customer.psuId, requestId })
  return `/removals/${removalId}?done=sent`
})
