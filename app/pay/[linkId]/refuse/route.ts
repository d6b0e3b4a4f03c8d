import { z } from 'zod'
import { measureJourney } from '@/lib/oauth/measure-journey'
import { refusePayment } from '@/lib/payments/refuse-payment'
import { noteAnsweredHere } from '@/lib/redirect/answered-here'
import { peekCustomer } from '@/lib/session/customer'
import { visitorForm } from '@/lib/session/visitor-form'

/** "Don't pay": nobody has to be identified to say no, and it takes one tap. */
export const POST = visitorForm(
  z.strictObject({}),
  async ({ params, requestId }) => {
    const linkId = params.linkId ?? ''
    const psuId = (await peekCustomer())?.psuId ?? null
    await refusePayment({ linkId, psuId, requestId })
    await noteAnsweredHere(linkId)
    await measureJourney({ uid: linkId }, 'decidedAt', { outcome: 'refused' })
    return `/pay/${linkId}/return`
  },
  { ended: ({ linkId }) => `/pay/${linkId}` },
)
