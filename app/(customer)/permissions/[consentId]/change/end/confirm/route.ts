import { z } from 'zod'
import { shortenConsent } from '@/lib/consent/shorten-consent'
import { changeForm } from '../../change-form'

/** Sets an earlier last day of one permission. */
export const POST = changeForm(
  z.strictObject({ until: z.iso.date() }),
  async ({ consentId, psuId, input, requestId }) =>
    shortenConsent({ consentId, psuId, until: input.until, requestId }),
)
