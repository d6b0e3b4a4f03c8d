import { z } from 'zod'
import { refuseConsent } from '@/lib/consent/refuse-consent'
import { keepIdentity } from '@/lib/psu/share-identity'
import { peekCustomer } from '@/lib/session/customer'
import { visitorForm } from '@/lib/session/visitor-form'
import { refusing } from '../deciding'
import { openRequest } from '../open-request'

/** "Don't share": nobody has to be identified to say no, and it takes one tap. */
export const POST = visitorForm(
  z.strictObject({}),
  async ({ params, now, requestId }) => {
    const uid = params.uid ?? ''
    const { pending, request } = await openRequest(uid, now)
    const psuId = (await peekCustomer())?.psuId ?? null
    const { alongside, finish } = refusing(pending, psuId)
    if (request)
      await refuseConsent({ consentId: request.consentId, tppId: pending.tppId, psuId, requestId, alongside })
    else await keepIdentity({ psuId, tppId: pending.tppId, uid, requestId, alongside })
    await finish()
    return `/interaction/${uid}/return`
  },
  { ended: ({ uid }) => `/interaction/${uid}` },
)
