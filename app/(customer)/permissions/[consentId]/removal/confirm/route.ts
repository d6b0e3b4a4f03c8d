import { getLocale, getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { now as currentTime } from '@/lib/clock'
import { findPermissions } from '@/lib/consent/find-permissions'
import { Refusal } from '@/lib/errors'
import { requestRemoval } from '@/lib/removal/request-removal'
import { customerForm } from '@/lib/session/customer-form'

/** Asks to delete. A public endpoint: the wrapper checks session and origin, the statement checks ownership. */
export const POST = customerForm(z.strictObject({}), async ({ customer, params, requestId }) => {
  const { data: consentId } = z.uuid().safeParse(params.consentId)
  if (!consentId) throw new Refusal('consent_unknown')
  const { psuId, sessionId } = customer
  const [permission] = await findPermissions({ psuId, consentId, now: await currentTime() })
  if (!permission) throw new Refusal('consent_unknown')
  const t = await getTranslations('removal')
  const words = t('words', { tpp: permission.tpp.brand })
  const { removalId } = await requestRemoval({
    consentId,
    psuId,
    sessionId,
    requestId,
    locale: await getLocale(),
    words,
  })
  return `/removals/${removalId}?done=asked`
})
