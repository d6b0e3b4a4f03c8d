import { z } from 'zod'
import { consentRequestMembers, toConsentRequest } from '@/lib/consent/consent-request-body'

/** `POST /v1/consents`: every model of a consent, turned into what the house understands. */
export const consentBody = z.strictObject(consentRequestMembers).transform(toConsentRequest)
