import { type ZodType, z } from 'zod'
import { Refusal } from '@/lib/errors'
import { customerForm } from '@/lib/session/customer-form'

/**
 * A handler for one change of one permission. A public endpoint: the wrapper checks session and origin, the statements
 * check ownership. It leads back to the page of changes, which says what was done, or why nothing was.
 */
export const changeForm = <T>(schema: ZodType<T>, change: (input: ChangeInput<T>) => Promise<ChangeDone>) =>
  customerForm(
    schema,
    async ({ customer, params, input, requestId }) => {
      const consentId = idOf(params.consentId)
      const { psuId, sessionId } = customer
      const done = await change({ consentId, psuId, sessionId, params, input, requestId })
      const href = `/permissions/${consentId}`
      return done === 'stopped' ? `${href}?stopped#stopped` : `${href}/change?done=${done}#done`
    },
    { page: ({ consentId = '' }) => `/permissions/${encodeURIComponent(consentId)}/change` },
  )

/** An id of an address, or that there is no such permission. */
export function idOf(text: string | undefined): string {
  const { data } = z.uuid().safeParse(text)
  if (!data) throw new Refusal('consent_unknown')
  return data
}

type ChangeInput<T> = {
  consentId: string
  psuId: string
  sessionId: string
  params: Record<string, string>
  input: T
  requestId: string
}
type ChangeDone = 'dropped' | 'shortened' | 'paused' | 'resumed' | 'unchanged' | 'stopped'
