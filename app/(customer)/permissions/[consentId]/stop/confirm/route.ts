import { getLocale, getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { plain } from '@/components/ui/rich-text'
import { now as currentTime } from '@/lib/clock'
import { findPermissions } from '@/lib/consent/find-permissions'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { Refusal } from '@/lib/errors'
import { requestRemovalsWithin } from '@/lib/removal/request-removals'
import { customerForm } from '@/lib/session/customer-form'

const Stop = z.strictObject({ askDeletion: z.literal('yes').optional() })

/**
 * Stops sharing and, where the box was ticked, asks for deletion with it: both or neither. A public endpoint: the wrapper
 * checks session and origin, the statement checks ownership.
 */
export const POST = customerForm(
  Stop,
  async ({ customer: { psuId, sessionId }, input, params, requestId }) => {
    const { data: consentId } = z.uuid().safeParse(params.consentId)
    if (!consentId) throw new Refusal('consent_unknown')
    const ask = input.askDeletion ? await askedWith({ consentId, psuId }) : null
    await revokeConsent({
      consentId,
      psuId,
      requestId,
      alongside: async (tx) => {
        if (ask)
          await requestRemovalsWithin(tx, { ...ask, consentIds: [consentId], psuId, sessionId, requestId })
      },
    })
    return `/permissions/${consentId}?stopped#stopped`
  },
)

/** What the box said, in the page's language: the mandate holds it word by word. */
async function askedWith({ consentId, psuId }: { consentId: string; psuId: string }) {
  const [permission] = await findPermissions({ psuId, consentId, now: await currentTime() })
  if (!permission) throw new Refusal('consent_unknown')
  const t = await getTranslations('stop')
  const words = t.markup('delete', { tpp: permission.tpp.brand, ...plain })
  return { locale: await getLocale(), words }
}
