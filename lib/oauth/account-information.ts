import { z } from 'zod'
import type { ConsentRequest } from '@/lib/consent/consent'
import { consentRequestMembers, toConsentRequest } from '@/lib/consent/consent-request-body'

/** RFC 9396: names a consent that exists. */
const naming = z.strictObject({ type: z.literal('account_information'), consentId: z.uuid() })

/** RFC 9396: carries the whole request of `POST /v1/consents`, which the pushed request then creates. */
const carrying = z
  .strictObject({
    type: z.literal('account_information'),
    ...consentRequestMembers,
    combinedServiceIndicator: consentRequestMembers.combinedServiceIndicator.optional(),
    purpose: z.string().min(1).max(140).optional(),
  })
  .transform(({ purpose = null, ...members }) => ({ request: toConsentRequest(members), purpose }))

/** Reads one `account_information` object. A text instead says what is wrong with it, and where. */
export function readAccountInformation(detail: unknown): AccountInformation | string {
  const parsed = isNaming(detail) ? naming.safeParse(detail) : carrying.safeParse(detail)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return `account_information${issue?.path.map((part) => `.${String(part)}`).join('')}: ${issue?.message}`
  }
  return 'consentId' in parsed.data ? { consentId: parsed.data.consentId } : parsed.data
}

function isNaming(detail: unknown): boolean {
  return typeof detail === 'object' && detail !== null && 'consentId' in detail
}

export type AccountInformation = { consentId: string } | { request: ConsentRequest; purpose: string | null }
