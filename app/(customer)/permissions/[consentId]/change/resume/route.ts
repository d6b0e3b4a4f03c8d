import { z } from 'zod'
import { resumeByPsu } from '@/lib/consent/resume-by-psu'
import { changeForm } from '../change-form'

/** Lets one permission go on that this customer has paused; one tap, for it gives what they had allowed already. */
export const POST = changeForm(z.strictObject({}), async ({ consentId, psuId, sessionId, requestId }) =>
  (await resumeByPsu({ consentId, psuId, sessionId, requestId })).resumedNow ? 'resumed' : 'unchanged',
)
