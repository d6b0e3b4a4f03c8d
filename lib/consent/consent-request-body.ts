import { z } from 'zod'
import { calendarDay } from './calendar-day'
import type { ConsentRequest } from './consent'
import { refuseField } from './refuse-field'
import { requestedAccess } from './requested-access'

/*
 * What a third party may write to ask for a consent, whether it posts it (`POST /v1/consents`) or carries it in a pushed
 * request (RFC 9396): one table of rules, so that both doors take and refuse the same. Pure; a door adds its own members.
 */

const combinedServiceIndicator = z.boolean().transform((combined, context) => {
  if (!combined) return false
  return refuseField(
    context,
    'sessions_not_supported',
    'This bank does not combine services in one session. Send combinedServiceIndicator false.',
  )
})

/** The members of a request, for a strict object of the door; each refuses with its code in `params.code`. */
export const consentRequestMembers = {
  access: requestedAccess,
  recurringIndicator: z.boolean(),
  validUntil: calendarDay,
  frequencyPerDay: z.int().min(1).max(1_000_000),
  combinedServiceIndicator,
}

/** The members as the house understands them. */
export function toConsentRequest({ access, ...terms }: Members): ConsentRequest {
  const { recurringIndicator: recurring, validUntil, frequencyPerDay } = terms
  return { ...access, recurring, validUntil, frequencyPerDay }
}

type Members = Pick<
  { [Name in keyof typeof consentRequestMembers]: z.output<(typeof consentRequestMembers)[Name]> },
  'access' | 'recurringIndicator' | 'validUntil' | 'frequencyPerDay'
>
