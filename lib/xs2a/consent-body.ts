import { z } from 'zod'
import { consentRequestMembers, toConsentRequest } from '@/lib/consent/consent-request-body'

/** `POST /v1/consents`: the detailed and the bank-offered model, turned into what the house understands. */
export const consentBody = z.strictObject(consentRequestMembers).transform(toConsentRequest)
