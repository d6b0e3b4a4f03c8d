import { z } from 'zod'
import { dropAccount } from '@/lib/consent/drop-account'
import { changeForm, idOf } from '../../../change-form'

/** Takes one account out of one permission. */
export const POST = changeForm(z.strictObject({}), async ({ consentId, psuId, params, requestId }) =>
  dropAccount({ consentId, psuId, accountId: idOf(params.accountId), requestId }),
)
