import { z } from 'zod'
import { pauseByPsu } from '@/lib/consent/pause-by-psu'
import { changeForm } from '../../change-form'

/** Pauses one permission. */
export const POST = changeForm(z.strictObject({}), async ({ consentId, psuId, requestId }) =>
  (await pauseByPsu({ consentId, psuId, requestId })).pausedNow ? 'paused' : 'unchanged',
)
